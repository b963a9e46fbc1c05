internal import CNetlink

extension Statistics {
    /// Reads a `STATS` or `STATS64` container (`IPVS_STATS_ATTR_*`).
    ///
    /// In the wide form every number has 64 bits; in the narrow one only the two byte counters have.
    init(wire: Span<UInt8>, in path: StaticString, wide: Bool) throws(WireError) {
        self.init()
        try AttributeReader.forEach(wire, in: path) { (type, value) throws(WireError) in
            switch Int(type) {
            case IPVS_STATS_ATTR_CONNS: connections = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_INPKTS: incomingPackets = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_OUTPKTS: outgoingPackets = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_INBYTES: incomingBytes = try value.uint64(path)
            case IPVS_STATS_ATTR_OUTBYTES: outgoingBytes = try value.uint64(path)
            case IPVS_STATS_ATTR_CPS: connectionRate = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_INPPS: incomingPacketRate = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_OUTPPS: outgoingPacketRate = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_INBPS: incomingByteRate = try value.counter(path, wide: wide)
            case IPVS_STATS_ATTR_OUTBPS: outgoingByteRate = try value.counter(path, wide: wide)
            default: break
            }
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func counter(_ path: StaticString, wide: Bool) throws(WireError) -> UInt64 {
        wide ? try uint64(path) : UInt64(try uint32(path))
    }
}

extension MessageWriter {
    /// Writes the content of a `STATS` or `STATS64` container.
    mutating func putContent(_ statistics: Statistics, wide: Bool) {
        let values: [(Int, UInt64)] = [
            (IPVS_STATS_ATTR_CONNS, statistics.connections),
            (IPVS_STATS_ATTR_INPKTS, statistics.incomingPackets),
            (IPVS_STATS_ATTR_OUTPKTS, statistics.outgoingPackets),
            (IPVS_STATS_ATTR_INBYTES, statistics.incomingBytes),
            (IPVS_STATS_ATTR_OUTBYTES, statistics.outgoingBytes),
            (IPVS_STATS_ATTR_CPS, statistics.connectionRate),
            (IPVS_STATS_ATTR_INPPS, statistics.incomingPacketRate),
            (IPVS_STATS_ATTR_OUTPPS, statistics.outgoingPacketRate),
            (IPVS_STATS_ATTR_INBPS, statistics.incomingByteRate),
            (IPVS_STATS_ATTR_OUTBPS, statistics.outgoingByteRate),
        ]
        for (type, value) in values {
            if wide || type == IPVS_STATS_ATTR_INBYTES || type == IPVS_STATS_ATTR_OUTBYTES {
                put64(UInt16(type), value)
            } else {
                put32(UInt16(type), UInt32(truncatingIfNeeded: value))
            }
        }
    }
}
