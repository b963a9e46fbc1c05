/// The version of IPVS and the size of its connection table.
public struct KernelInfo: Hashable, Sendable {
    /// The version of IPVS, one byte each for major, minor and patch: 0x010201 is 1.2.1.
    public var version: UInt32
    /// The number of buckets in the connection table; 0 while there is none yet.
    public var connectionTableSize: UInt32

    /// Creates what a kernel says.
    package init(version: UInt32, connectionTableSize: UInt32) {
        self.version = version
        self.connectionTableSize = connectionTableSize
    }

    /// `1.2.1`.
    public var versionText: String {
        "\(version >> 16 & 0xFF).\(version >> 8 & 0xFF).\(version & 0xFF)"
    }
}
