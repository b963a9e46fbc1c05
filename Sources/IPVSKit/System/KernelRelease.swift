internal import Glibc

/// The release of the running kernel.
enum KernelRelease {
    /// Whether IPVS holds its lock while it writes one piece of a netlink list, as it does up to Linux 6.
    ///
    /// A kernel that does not say its release is not relied upon.
    static var locksDumps: Bool { major().map { $0 < 7 } ?? false }

    /// The first number of the release, 6 of `6.1.0-53-amd64`; nil when there is none.
    static func major() -> Int? {
        var system = utsname()
        guard unsafe uname(&system) == 0 else { return nil }
        let digits = unsafe withUnsafeBytes(of: system.release) { bytes in
            unsafe Array(bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        }
        return digits.span.decimalNumber.map(Int.init)
    }
}
