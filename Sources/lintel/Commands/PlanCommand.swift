internal import ArgumentParser

struct PlanCommand: ParsableCommand {
  func run() throws {}
}
