// What can be configured, in JSON. Values that are the default are left out, but for those that every reader
// wants to see.

extension JSONWriter {
    /// Writes a whole document of what can be configured.
    package mutating func write(_ table: TableConfiguration, _ selection: TableSelection = TableSelection()) {
        writeObject(table, selection)
        finish()
    }

    /// Writes what can be configured as an object.
    mutating func writeObject(_ table: TableConfiguration, _ selection: TableSelection = TableSelection()) {
        beginObject()
        writeHead(selection, timeouts: table.timeouts, daemons: table.daemons)
        key(TableKey.services.rawValue)
        beginArray()
        for entry in table.services {
            beginObject()
            writeFields(of: entry.service)
            key(ServiceKey.servers.rawValue)
            beginArray()
            for server in entry.servers {
                beginObject(.line)
                writeFields(of: server)
                endObject()
            }
            endArray()
            endObject()
        }
        endArray()
        endObject()
    }

    /// Writes the fields of a document that come before its services.
    mutating func writeHead(
        _ selection: TableSelection,
        timeouts: ConnectionTimeouts?,
        daemons: [SyncDaemon]?
    ) {
        key(TableKey.version.rawValue)
        value(JSONDocument.version)
        write(selection)
        if let timeouts {
            key(TableKey.timeouts.rawValue)
            write(timeouts)
        }
        if let daemons {
            key(TableKey.daemons.rawValue)
            beginArray()
            for daemon in daemons { write(daemon) }
            endArray()
        }
    }

    /// Writes timeouts as an object.
    package mutating func write(_ timeouts: ConnectionTimeouts) {
        beginObject(.line)
        for field in Field.timeoutNumbers { self.field(field.definition.key, timeouts[field]) }
        endObject()
    }

    /// Writes a sync daemon as an object.
    package mutating func write(_ daemon: SyncDaemon) {
        beginObject(.line)
        field(DaemonKey.role.key, daemon.role.description)
        key(DaemonKey.interface.key)
        value(daemon.interface)
        let start = Field.daemonNumbers.firstIndex { $0.rawValue > Field.group.rawValue } ?? 0
        writeNumbers(Field.daemonNumbers[..<start]) { daemon[$0] }
        if let group = daemon.group {
            key(DaemonKey.group.key)
            value(group)
        }
        writeNumbers(Field.daemonNumbers[start...]) { daemon[$0] }
        endObject()
    }

    /// Writes the fields that make a service the one it is.
    package mutating func writeFields(of identity: ServiceIdentity) {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            key(ServiceKey.serviceProtocol.rawValue)
            write(named: serviceProtocol)
            key(ServiceKey.address.rawValue)
            value(endpoint.address)
            field(ServiceKey.port.rawValue, endpoint.port)
        case .firewallMark(let mark, let family):
            field(ServiceKey.mark.rawValue, mark)
            field(ServiceKey.family.rawValue, family.name)
        }
    }

    /// Writes the fields of a service but its servers.
    mutating func writeFields(of service: VirtualService) {
        writeFields(of: service.identity)
        key(ServiceKey.scheduler.rawValue)
        value(service.scheduler.rawValue)
        if !service.schedulerFlags.isEmpty {
            key(ServiceKey.flags.rawValue)
            beginArray(.line)
            for name in service.flags.schedulerFlagNames(for: service.scheduler) { value(name) }
            endArray()
        }
        let extra = service.flags.subtracting(.settable)
        if !extra.isEmpty { field(ServiceKey.extraFlags.rawValue, extra.rawValue) }
        if service.isOnePacket { field(ServiceKey.onePacket.rawValue, true) }
        writePersistence(of: service)
    }

    /// Writes the fields of a server.
    mutating func writeFields(of server: RealServer) {
        key(ServerKey.address.key)
        value(server.endpoint.address)
        field(ServerKey.port.key, server.endpoint.port)
        key(ServerKey.method.key)
        write(named: server.method)
        writeNumbers(Field.serverNumbers) { server[$0] }
        if server.tunnel != .ipip || server.method == .tunnel {
            key(ServerKey.tunnel.key)
            write(server.tunnel)
        }
    }

    /// Writes the numbers of fields, without those that are 0 where that is the default.
    private mutating func writeNumbers(_ fields: some Collection<Field>, _ value: (Field) -> UInt32) {
        for field in fields {
            let number = value(field)
            let definition = field.definition
            if number != 0 || definition.presence == .always { self.field(definition.key, number) }
        }
    }

    private mutating func writePersistence(of service: VirtualService) {
        let isEnabled = service.flags.contains(.persistent)
        let isHost = service.netmask == .host(service.identity.family)
        // The kernel keeps timeout, mask and engine of a service that is not persistent.
        guard isEnabled || service.timeout != 0 || !isHost || service.engine != nil else { return }
        key(ServiceKey.persistence.rawValue)
        beginObject(.line)
        if !isEnabled { field(PersistenceKey.isEnabled.key, false) }
        field(PersistenceKey.timeout.key, service.timeout)
        if !isHost {
            key(PersistenceKey.netmask.key)
            switch service.netmask {
            case .ipv4(let bits): value(IPAddress(v4: bits))
            case .ipv6(let length): value(length)
            }
        }
        if let engine = service.engine {
            key(PersistenceKey.engine.key)
            value(engine)
        }
        endObject()
    }

    private mutating func write(_ tunnel: Tunnel) {
        beginObject(.line)
        key(TunnelKey.type.key)
        write(named: tunnel.type)
        if tunnel.port != 0 { field(TunnelKey.port.key, tunnel.port) }
        if tunnel.flags.contains(.checksum) { field(TunnelKey.checksum.key, true) }
        if tunnel.flags.contains(.remoteChecksum) { field(TunnelKey.remoteChecksum.key, true) }
        let extra = tunnel.flags.subtracting([.checksum, .remoteChecksum])
        if !extra.isEmpty { field(TunnelKey.extraFlags.key, extra.rawValue) }
        endObject()
    }

    private mutating func write(named number: some NamedNumber) {
        if let name = number.name { value(name) } else { value(number.rawValue) }
    }
}

extension JSONWriter {
    /// Writes a key and a number.
    package mutating func field(_ name: String, _ number: some UnsignedInteger & FixedWidthInteger) {
        key(name)
        value(number)
    }

    /// Writes a key and a text.
    package mutating func field(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    /// Writes a key and `true` or `false`.
    package mutating func field(_ name: String, _ flag: Bool) {
        key(name)
        value(flag)
    }

    /// Writes the version of the document's form.
    package mutating func writeVersion() { field(TableKey.version.rawValue, JSONDocument.version) }
}
