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

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests",
    swiftSettings: [.treatAllWarnings(as: .error)])
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
    module("XML", uses: ["CLibXML2", "Values"]),
    module("Language", uses: ["Values", "Standard", "Records", "XML"]),
    .executableTarget(
      name: "lintel",
      dependencies: [
        "Values", "Standard", "Records", "Engine", "Reports", "XML", "Language",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    tests(of: "Tidy"),
    tests(of: "Values", ["Values"]),
    tests(of: "XML", ["Values", "XML"]),
    tests(of: "Language", ["Values", "Standard", "Records", "XML", "Language"]),
    tests(of: "Records", ["Values", "Standard", "Records", "XML", "Language"]),
    tests(of: "Engine", ["Values", "Standard", "Records", "Engine", "Language"]),
  ],
  swiftLanguageModes: [.v6]
)
