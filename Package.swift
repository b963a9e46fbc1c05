// swift-tools-version: 6.3
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "lvsctl",
    products: [
        .executable(name: "lvsctl", targets: ["lvsctl"]),
        .library(name: "IPVSKit", targets: ["IPVSKit"]),
    ],
    targets: [
        // libnl's flags, from pkg-config. The module is empty: nothing imports it, and libnl's
        // headers stay inside CNetlink's .c files.
        .systemLibrary(
            name: "CLibNL",
            path: "Sources/CNetlink/libnl",
            pkgConfig: "libnl-genl-3.0",
            providers: [.apt(["libnl-genl-3-dev", "pkg-config"])]
        ),
        .target(
            name: "CNetlink",
            dependencies: ["CLibNL"],
            exclude: ["libnl"],
            cSettings: [
                .define("_GNU_SOURCE"),
                .enableWarning("all"),
                .enableWarning("extra"),
                .treatAllWarnings(as: .error),
            ]
        ),
        // Makes the program start faster; nothing imports it.
        .target(
            name: "CStart",
            cSettings: [
                .define("LVSCTL_RELEASE", .when(configuration: .release)),
                .enableWarning("all"),
                .enableWarning("extra"),
                .treatAllWarnings(as: .error),
            ]
        ),
        // A header of the C library that Swift's module of it leaves out.
        .systemLibrary(name: "CXattr"),
        .target(
            name: "IPVSKit",
            dependencies: ["CNetlink", "CXattr"],
            swiftSettings: swiftSettings + [.strictMemorySafety()]
        ),
        .executableTarget(
            name: "lvsctl",
            dependencies: ["CStart", "IPVSKit"],
            swiftSettings: swiftSettings
        ),
        // The example of the documentation, so that it always compiles.
        .executableTarget(
            name: "ipvs-drain",
            dependencies: ["IPVSKit"],
            path: "Docs/Example",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "IPVSTestSupport",
            dependencies: ["IPVSKit"],
            path: "Tests/Support",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "IPVSKitTests",
            dependencies: ["CNetlink", "IPVSKit", "IPVSTestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "LvsctlTests",
            dependencies: ["lvsctl", "IPVSKit", "IPVSTestSupport"],
            exclude: ["Fixtures", "Sessions"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "KernelTests",
            dependencies: ["IPVSKit", "IPVSTestSupport"],
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)
