internal import CNetlink

extension SyncDaemon {
    /// Reads the content of a `DAEMON` container (`IPVS_DAEMON_ATTR_*`).
    package init(_ bytes: Span<UInt8>) throws(WireError) {
        var role: UInt32?
        var interface: KernelName?
        var syncID: UInt32?
        self.init(.master, interface: KernelName())
        try AttributeReader.forEach(bytes, in: "DAEMON") { (type, value) throws(WireError) in
            switch Int(type) {
            case IPVS_DAEMON_ATTR_STATE: role = try value.uint32("DAEMON.STATE")
            case IPVS_DAEMON_ATTR_MCAST_IFN: interface = try value.text("DAEMON.MCAST_IFN")
            case IPVS_DAEMON_ATTR_SYNC_ID: syncID = try value.uint32("DAEMON.SYNC_ID")
            case IPVS_DAEMON_ATTR_SYNC_MAXLEN: maximumLength = try value.uint16("DAEMON.SYNC_MAXLEN")
            case IPVS_DAEMON_ATTR_MCAST_GROUP:
                group = try AddressBytes(value, "DAEMON.MCAST_GROUP").address(of: .ipv4, "DAEMON.MCAST_GROUP")
            case IPVS_DAEMON_ATTR_MCAST_GROUP6:
                group = try AddressBytes(value, "DAEMON.MCAST_GROUP6").address(
                    of: .ipv6,
                    "DAEMON.MCAST_GROUP6"
                )
            case IPVS_DAEMON_ATTR_MCAST_PORT: port = try value.uint16("DAEMON.MCAST_PORT")
            case IPVS_DAEMON_ATTR_MCAST_TTL: timeToLive = try value.uint8("DAEMON.MCAST_TTL")
            default: break
            }
        }
        guard let role else { throw .missing(attribute: "DAEMON.STATE") }
        guard let known = Role(rawValue: role) else {
            throw .badValue(attribute: "DAEMON.STATE", value: UInt64(role))
        }
        guard let interface else { throw .missing(attribute: "DAEMON.MCAST_IFN") }
        guard let syncID else { throw .missing(attribute: "DAEMON.SYNC_ID") }
        self.role = known
        self.interface = interface
        self.syncID = syncID
    }
}

extension MessageWriter {
    /// Writes a `DAEMON` container; what is left to the kernel is not written.
    package mutating func put(_ daemon: SyncDaemon) {
        putNested(CommandAttribute.daemon) { batch in
            batch.put32(UInt16(IPVS_DAEMON_ATTR_STATE), daemon.role.rawValue)
            batch.putText(UInt16(IPVS_DAEMON_ATTR_MCAST_IFN), daemon.interface)
            batch.put32(UInt16(IPVS_DAEMON_ATTR_SYNC_ID), daemon.syncID)
            if daemon.maximumLength != 0 {
                batch.put16(UInt16(IPVS_DAEMON_ATTR_SYNC_MAXLEN), daemon.maximumLength)
            }
            switch daemon.group?.family {
            case .ipv4:
                batch.put32(UInt16(IPVS_DAEMON_ATTR_MCAST_GROUP), daemon.group?.bits32.byteSwapped ?? 0)
            case .ipv6:
                if let group = daemon.group { batch.put(UInt16(IPVS_DAEMON_ATTR_MCAST_GROUP6), group) }
            case nil: break
            }
            if daemon.port != 0 { batch.put16(UInt16(IPVS_DAEMON_ATTR_MCAST_PORT), daemon.port) }
            if daemon.timeToLive != 0 { batch.put8(UInt16(IPVS_DAEMON_ATTR_MCAST_TTL), daemon.timeToLive) }
        }
    }

    /// Writes a `DAEMON` container that names a daemon by its role.
    package mutating func put(_ role: SyncDaemon.Role) {
        putNested(CommandAttribute.daemon) { $0.put32(UInt16(IPVS_DAEMON_ATTR_STATE), role.rawValue) }
    }
}
