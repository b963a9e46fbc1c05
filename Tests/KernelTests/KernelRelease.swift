import Foundation

/// The release of the running kernel, for what differs between kernels.
enum KernelRelease {
    private static let version = ProcessInfo.processInfo.operatingSystemVersion

    static var major: Int { version.majorVersion }

    static func isBefore(_ major: Int, _ minor: Int) -> Bool {
        (version.majorVersion, version.minorVersion) < (major, minor)
    }
}
