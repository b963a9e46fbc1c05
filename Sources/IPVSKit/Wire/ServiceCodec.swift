internal import CNetlink

/// The attributes of one `SERVICE` container, as far as they were there (`IPVS_SVC_ATTR_*`).
///
/// Requests carry an identity or a whole service, dumps a whole service with statistics; all are read here.
package struct ServiceAttributes {
    private var family: UInt16?
    private var serviceProtocol: UInt16?
    private var address: AddressBytes?
    private var port: UInt16?
    private var mark: UInt32?
    private var scheduler: KernelName?
    private var flags: ServiceFlags?
    private var timeout: UInt32?
    private var netmask: UInt32?
    private var engine: KernelName?
    private var statistics = Statistics()

    /// Reads the content of a `SERVICE` container; unknown attributes are skipped.
    package init(_ bytes: Span<UInt8>) throws(WireError) {
        try read(bytes)
    }

    /// Reads the `SERVICE` container of a message.
    init(in message: Span<UInt8>) throws(WireError) {
        var isThere = false
        try AttributeReader.forEach(message, in: "") { (type, value) throws(WireError) in
            guard type == CommandAttribute.service else { return }
            isThere = true
            try read(value)
        }
        guard isThere else { throw .missing(attribute: "SERVICE") }
    }

    private mutating func read(_ bytes: Span<UInt8>) throws(WireError) {
        var hasWideStatistics = false
        try AttributeReader.forEach(bytes, in: "SERVICE") { (type, value) throws(WireError) in
            switch Int(type) {
            case IPVS_SVC_ATTR_AF: family = try value.uint16("SERVICE.AF")
            case IPVS_SVC_ATTR_PROTOCOL: serviceProtocol = try value.uint16("SERVICE.PROTOCOL")
            case IPVS_SVC_ATTR_ADDR: address = try AddressBytes(value, "SERVICE.ADDR")
            case IPVS_SVC_ATTR_PORT: port = try value.bigEndian16("SERVICE.PORT")
            case IPVS_SVC_ATTR_FWMARK: mark = try value.uint32("SERVICE.FWMARK")
            case IPVS_SVC_ATTR_SCHED_NAME: scheduler = try value.text("SERVICE.SCHED_NAME")
            case IPVS_SVC_ATTR_FLAGS: flags = try ServiceFlags(wire: value)
            case IPVS_SVC_ATTR_TIMEOUT: timeout = try value.uint32("SERVICE.TIMEOUT")
            case IPVS_SVC_ATTR_NETMASK: netmask = try value.uint32("SERVICE.NETMASK")
            case IPVS_SVC_ATTR_PE_NAME: engine = try value.text("SERVICE.PE_NAME")
            case IPVS_SVC_ATTR_STATS64:
                statistics = try Statistics(wire: value, in: "SERVICE.STATS64", wide: true)
                hasWideStatistics = true
            default: break
            }
        }
        if !hasWideStatistics { try readNarrowStatistics(bytes) }
    }

    /// Before Linux 4.1 there are no others.
    private mutating func readNarrowStatistics(_ bytes: Span<UInt8>) throws(WireError) {
        try AttributeReader.forEach(bytes, in: "SERVICE") { (type, value) throws(WireError) in
            guard Int(type) == IPVS_SVC_ATTR_STATS else { return }
            statistics = try Statistics(wire: value, in: "SERVICE.STATS", wide: false)
        }
    }

    /// The identity that the attributes name.
    package func identity() throws(WireError) -> ServiceIdentity {
        guard let family else { throw .missing(attribute: "SERVICE.AF") }
        guard let family = AddressFamily(rawValue: family) else {
            throw .badValue(attribute: "SERVICE.AF", value: UInt64(family))
        }
        if let mark, mark != 0 { return .firewallMark(mark, family) }
        guard let serviceProtocol else { throw .missing(attribute: "SERVICE.PROTOCOL") }
        guard let address else { throw .missing(attribute: "SERVICE.ADDR") }
        guard let port else { throw .missing(attribute: "SERVICE.PORT") }
        let endpoint = Endpoint(try address.address(of: family, "SERVICE.ADDR"), port: port)
        return .endpoint(ServiceProtocol(rawValue: serviceProtocol), endpoint)
    }

    /// The whole service.
    package func service() throws(WireError) -> VirtualService {
        guard let scheduler else { throw .missing(attribute: "SERVICE.SCHED_NAME") }
        guard let flags else { throw .missing(attribute: "SERVICE.FLAGS") }
        guard let timeout else { throw .missing(attribute: "SERVICE.TIMEOUT") }
        guard let netmask else { throw .missing(attribute: "SERVICE.NETMASK") }
        var service = VirtualService(
            try identity(),
            scheduler: scheduler,
            flags: flags,
            timeout: timeout,
            netmask: netmask
        )
        service.engine = engine.flatMap { $0.isEmpty ? nil : $0 }
        return service
    }

    /// The whole service with its counters, without servers.
    package func observed() throws(WireError) -> ObservedService {
        ObservedService(try service(), statistics: statistics)
    }
}

extension VirtualService {
    /// Makes a service of the kernel's words.
    init(
        _ identity: ServiceIdentity,
        scheduler: KernelName,
        flags: ServiceFlags,
        timeout: UInt32,
        netmask: UInt32
    ) {
        self.init(identity, scheduler: Scheduler(rawValue: scheduler))
        self.flags = flags.subtracting(.hashed)
        self.timeout = timeout
        // IPv4: the mask in network order; IPv6: the prefix length in host order.
        self.netmask = identity.family == .ipv4 ? .ipv4(netmask.byteSwapped) : .ipv6(netmask)
    }
}

extension ServiceFlags {
    /// `struct ip_vs_flags`: the flags and, in requests, the mask of those that are meant; dumps set the whole mask.
    fileprivate init(wire: Span<UInt8>) throws(WireError) {
        guard wire.count == 8 else {
            throw .wrongSize(attribute: "SERVICE.FLAGS", expected: 8, found: wire.count)
        }
        self.init(rawValue: wire.word32(at: 0))
    }
}

extension MessageWriter {
    /// Writes a `SERVICE` container that names a service.
    package mutating func put(_ identity: ServiceIdentity) {
        putNested(CommandAttribute.service) { $0.putContent(identity) }
    }

    /// Writes a `SERVICE` container with everything that can be configured.
    package mutating func put(_ service: VirtualService, statistics: Statistics? = nil) {
        putNested(CommandAttribute.service) { batch in
            batch.putContent(service.identity)
            batch.putText(UInt16(IPVS_SVC_ATTR_SCHED_NAME), service.scheduler.rawValue)
            // The mask says that every flag is meant: ~0.
            batch.put64(UInt16(IPVS_SVC_ATTR_FLAGS), UInt64(service.flags.rawValue) | 0xFFFF_FFFF << 32)
            batch.put32(UInt16(IPVS_SVC_ATTR_TIMEOUT), service.timeout)
            switch service.netmask {
            case .ipv4(let bits): batch.put32(UInt16(IPVS_SVC_ATTR_NETMASK), bits.byteSwapped)
            case .ipv6(let length): batch.put32(UInt16(IPVS_SVC_ATTR_NETMASK), length)
            }
            if let engine = service.engine { batch.putText(UInt16(IPVS_SVC_ATTR_PE_NAME), engine) }
            guard let statistics else { return }
            batch.putNested(UInt16(IPVS_SVC_ATTR_STATS)) { $0.putContent(statistics, wide: false) }
            batch.putNested(UInt16(IPVS_SVC_ATTR_STATS64)) { $0.putContent(statistics, wide: true) }
        }
    }

    private mutating func putContent(_ identity: ServiceIdentity) {
        put16(UInt16(IPVS_SVC_ATTR_AF), identity.family.rawValue)
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            put16(UInt16(IPVS_SVC_ATTR_PROTOCOL), serviceProtocol.rawValue)
            put(UInt16(IPVS_SVC_ATTR_ADDR), endpoint.address)
            putBigEndian16(UInt16(IPVS_SVC_ATTR_PORT), endpoint.port)
        case .firewallMark(let mark, _):
            put32(UInt16(IPVS_SVC_ATTR_FWMARK), mark)
        }
    }
}
