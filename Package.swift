// swift-tools-version: 6.2
import PackageDescription

/// What every module of Lintel is held to: Swift 6, no silent existentials, no leaking imports, no warnings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func module(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], _ more: [SwiftSetting] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests", exclude: exclude,
    swiftSettings: [.treatAllWarnings(as: .error)] + more)
}

let package = Package(
  name: "lintel",
  products: [.executable(name: "lintel", targets: ["lintel"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The core: knows no machine, builds for the browser (`make core-check`).
    module("Values"),
    module("Standard", uses: ["Values"]),
    module("Records", uses: ["Values", "Standard"]),
    module("Engine", uses: ["Values", "Standard", "Records"]),
    module("Reports", uses: ["Values", "Standard", "Records", "Engine"]),
    // The shell: knows the machine.
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CMalloc"),
    module("XML", uses: ["CLibXML2", "Values"]),
    module("Language", uses: ["Values", "Standard", "Records", "XML"]),
    .executableTarget(
      name: "lintel",
      dependencies: [
        "CMalloc", "Values", "Standard", "Records", "Engine", "Reports", "XML", "Language",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // What is done with made-up bytes: by the fuzzer, and by the tests with what it found.
    .target(
      name: "Harness", dependencies: ["Values", "Standard", "Records", "Engine", "Reports", "XML", "Language"],
      path: "Tools/fuzz/Harness"),
    tests(of: "Corpus", ["Harness"]),
    tests(of: "Tidy"),
    tests(of: "Values", ["Values"]),
    tests(of: "XML", ["Values", "XML"]),
    tests(
      of: "Language", ["Values", "Standard", "Records", "Engine", "XML", "Language"],
      exclude: ["Trial", "messages.txt", "sentences.txt"]),
    tests(of: "Records", ["Values", "Standard", "Records", "XML", "Language"]),
    tests(of: "Reports", ["Values", "Standard", "Records", "Engine", "Reports", "Language"]),
    // Optimised: the slow evaluators go through millions of cases.
    tests(of: "Engine", ["Values", "Standard", "Records", "Engine", "Language"], exclude: [], [.unsafeFlags(["-O"])]),
  ],
  swiftLanguageModes: [.v6]
)

// `make fuzz` alone builds the fuzzer: libFuzzer does not come with every toolchain.
if Context.environment["LINTEL_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tools/fuzz/CLibFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CLibFuzzer", "Harness"], path: "Tools/fuzz/Fuzz",
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
  ]
}
