internal import CNetlink

extension ConnectionTimeouts {
    /// Reads the timeouts at the top level of a `SET_CONFIG` message; absent ones are 0.
    package init(_ attributes: Span<UInt8>) throws(WireError) {
        self.init()
        try AttributeReader.forEach(attributes, in: "CONFIG") { (type, value) throws(WireError) in
            switch type {
            case CommandAttribute.timeoutTCP: tcp = try value.uint32("TIMEOUT_TCP")
            case CommandAttribute.timeoutTCPFin: tcpFin = try value.uint32("TIMEOUT_TCP_FIN")
            case CommandAttribute.timeoutUDP: udp = try value.uint32("TIMEOUT_UDP")
            default: break
            }
        }
    }
}

extension KernelInfo {
    /// Reads a `SET_INFO` message, whose attributes have a numbering of their own (`IPVS_INFO_ATTR_*`).
    package init(_ attributes: Span<UInt8>) throws(WireError) {
        var version: UInt32?
        var size: UInt32?
        try AttributeReader.forEach(attributes, in: "INFO") { (type, value) throws(WireError) in
            switch Int(type) {
            case IPVS_INFO_ATTR_VERSION: version = try value.uint32("INFO.VERSION")
            case IPVS_INFO_ATTR_CONN_TAB_SIZE: size = try value.uint32("INFO.CONN_TAB_SIZE")
            default: break
            }
        }
        guard let version else { throw .missing(attribute: "INFO.VERSION") }
        guard let size else { throw .missing(attribute: "INFO.CONN_TAB_SIZE") }
        self.init(version: version, connectionTableSize: size)
    }
}

extension MessageWriter {
    /// Writes timeouts at the top level; the kernel keeps those that are 0.
    package mutating func put(_ timeouts: ConnectionTimeouts) {
        put32(CommandAttribute.timeoutTCP, timeouts.tcp)
        put32(CommandAttribute.timeoutTCPFin, timeouts.tcpFin)
        put32(CommandAttribute.timeoutUDP, timeouts.udp)
    }

    /// Writes version and table size at the top level.
    package mutating func put(_ info: KernelInfo) {
        put32(UInt16(IPVS_INFO_ATTR_VERSION), info.version)
        put32(UInt16(IPVS_INFO_ATTR_CONN_TAB_SIZE), info.connectionTableSize)
    }
}
