internal import CNetlink

/// The attributes of one `DEST` container, as far as they were there (`IPVS_DEST_ATTR_*`).
package struct ServerAttributes {
    private var family: UInt16?
    private var address: AddressBytes?
    private var port: UInt16?
    private var method: UInt32?
    private var weight: UInt32?
    private var upperThreshold: UInt32?
    private var lowerThreshold: UInt32?
    private var tunnel = Tunnel.ipip
    private var connections = ConnectionCounts()
    private var statistics = Statistics()

    /// Reads the content of a `DEST` container; unknown attributes are skipped.
    package init(_ bytes: Span<UInt8>) throws(WireError) {
        try read(bytes)
    }

    /// Reads the `DEST` container of a message.
    init(in message: Span<UInt8>) throws(WireError) {
        var isThere = false
        try AttributeReader.forEach(message, in: "") { (type, value) throws(WireError) in
            guard type == CommandAttribute.server else { return }
            isThere = true
            try read(value)
        }
        guard isThere else { throw .missing(attribute: "DEST") }
    }

    private mutating func read(_ bytes: Span<UInt8>) throws(WireError) {
        var hasWideStatistics = false
        try AttributeReader.forEach(bytes, in: "DEST") { (type, value) throws(WireError) in
            switch Int(type) {
            case IPVS_DEST_ATTR_ADDR: address = try AddressBytes(value, "DEST.ADDR")
            case IPVS_DEST_ATTR_PORT: port = try value.bigEndian16("DEST.PORT")
            case IPVS_DEST_ATTR_FWD_METHOD: method = try value.uint32("DEST.FWD_METHOD")
            case IPVS_DEST_ATTR_WEIGHT: weight = try value.uint32("DEST.WEIGHT")
            case IPVS_DEST_ATTR_U_THRESH: upperThreshold = try value.uint32("DEST.U_THRESH")
            case IPVS_DEST_ATTR_L_THRESH: lowerThreshold = try value.uint32("DEST.L_THRESH")
            case IPVS_DEST_ATTR_ACTIVE_CONNS: connections.active = try value.uint32("DEST.ACTIVE_CONNS")
            case IPVS_DEST_ATTR_INACT_CONNS: connections.inactive = try value.uint32("DEST.INACT_CONNS")
            case IPVS_DEST_ATTR_PERSIST_CONNS: connections.persistent = try value.uint32("DEST.PERSIST_CONNS")
            case IPVS_DEST_ATTR_ADDR_FAMILY: family = try value.uint16("DEST.ADDR_FAMILY")
            case IPVS_DEST_ATTR_STATS64:
                statistics = try Statistics(wire: value, in: "DEST.STATS64", wide: true)
                hasWideStatistics = true
            case IPVS_DEST_ATTR_TUN_TYPE: tunnel.type = TunnelType(rawValue: try value.uint8("DEST.TUN_TYPE"))
            case IPVS_DEST_ATTR_TUN_PORT: tunnel.port = try value.bigEndian16("DEST.TUN_PORT")
            case IPVS_DEST_ATTR_TUN_FLAGS:
                tunnel.flags = TunnelFlags(rawValue: try value.uint16("DEST.TUN_FLAGS"))
            default: break
            }
        }
        if !hasWideStatistics { try readNarrowStatistics(bytes) }
    }

    /// Before Linux 4.1 there are no others.
    private mutating func readNarrowStatistics(_ bytes: Span<UInt8>) throws(WireError) {
        try AttributeReader.forEach(bytes, in: "DEST") { (type, value) throws(WireError) in
            guard Int(type) == IPVS_DEST_ATTR_STATS else { return }
            statistics = try Statistics(wire: value, in: "DEST.STATS", wide: false)
        }
    }

    /// The address and port that the attributes name; before Linux 3.18 a server has its service's family.
    package func endpoint(in serviceFamily: AddressFamily) throws(WireError) -> Endpoint {
        guard let address else { throw .missing(attribute: "DEST.ADDR") }
        guard let port else { throw .missing(attribute: "DEST.PORT") }
        var own = serviceFamily
        if let family, family != 0 {
            guard let known = AddressFamily(rawValue: family) else {
                throw .badValue(attribute: "DEST.ADDR_FAMILY", value: UInt64(family))
            }
            own = known
        }
        return Endpoint(try address.address(of: own, "DEST.ADDR"), port: port)
    }

    /// The whole server.
    package func server(in serviceFamily: AddressFamily) throws(WireError) -> RealServer {
        guard let method else { throw .missing(attribute: "DEST.FWD_METHOD") }
        guard let weight else { throw .missing(attribute: "DEST.WEIGHT") }
        guard let upperThreshold else { throw .missing(attribute: "DEST.U_THRESH") }
        guard let lowerThreshold else { throw .missing(attribute: "DEST.L_THRESH") }
        return RealServer(
            try endpoint(in: serviceFamily),
            method: ForwardingMethod(flags: method),
            weight: weight,
            upperThreshold: upperThreshold,
            lowerThreshold: lowerThreshold,
            tunnel: tunnel
        )
    }

    /// The whole server with its connections and counters.
    package func observed(in serviceFamily: AddressFamily) throws(WireError) -> ObservedServer {
        ObservedServer(try server(in: serviceFamily), connections: connections, statistics: statistics)
    }
}

extension ForwardingMethod {
    /// Takes the method out of a server's flags: it is in the three low bits.
    init(flags: UInt32) {
        self.init(rawValue: flags & UInt32(IP_VS_CONN_F_FWD_MASK))
    }
}

extension MessageWriter {
    /// Writes a `DEST` container that names a server.
    package mutating func put(_ endpoint: Endpoint) {
        putNested(CommandAttribute.server) { $0.putContent(endpoint) }
    }

    /// Writes a `DEST` container with everything that can be configured.
    ///
    /// Tunnel attributes that are absent mean plain IP in IP, so they are only written where they say more.
    package mutating func put(_ server: RealServer) {
        putNested(CommandAttribute.server) { $0.putContent(server) }
    }

    /// Writes a `DEST` container as a dump has it.
    package mutating func put(_ observed: ObservedServer) {
        putNested(CommandAttribute.server) { batch in
            batch.putContent(observed.configuration)
            batch.put32(UInt16(IPVS_DEST_ATTR_ACTIVE_CONNS), observed.connections.active)
            batch.put32(UInt16(IPVS_DEST_ATTR_INACT_CONNS), observed.connections.inactive)
            batch.put32(UInt16(IPVS_DEST_ATTR_PERSIST_CONNS), observed.connections.persistent)
            batch.putNested(UInt16(IPVS_DEST_ATTR_STATS)) { $0.putContent(observed.statistics, wide: false) }
            batch.putNested(UInt16(IPVS_DEST_ATTR_STATS64)) { $0.putContent(observed.statistics, wide: true) }
        }
    }

    private mutating func putContent(_ endpoint: Endpoint) {
        // Always said: without it a v6 address in a v4 service would be cut to its first four bytes.
        put16(UInt16(IPVS_DEST_ATTR_ADDR_FAMILY), endpoint.address.family.rawValue)
        put(UInt16(IPVS_DEST_ATTR_ADDR), endpoint.address)
        putBigEndian16(UInt16(IPVS_DEST_ATTR_PORT), endpoint.port)
    }

    private mutating func putContent(_ server: RealServer) {
        putContent(server.endpoint)
        put32(UInt16(IPVS_DEST_ATTR_FWD_METHOD), server.method.rawValue)
        put32(UInt16(IPVS_DEST_ATTR_WEIGHT), server.weight)
        put32(UInt16(IPVS_DEST_ATTR_U_THRESH), server.upperThreshold)
        put32(UInt16(IPVS_DEST_ATTR_L_THRESH), server.lowerThreshold)
        guard server.tunnel != .ipip else { return }
        put8(UInt16(IPVS_DEST_ATTR_TUN_TYPE), server.tunnel.type.rawValue)
        putBigEndian16(UInt16(IPVS_DEST_ATTR_TUN_PORT), server.tunnel.port)
        put16(UInt16(IPVS_DEST_ATTR_TUN_FLAGS), server.tunnel.flags.rawValue)
    }
}
