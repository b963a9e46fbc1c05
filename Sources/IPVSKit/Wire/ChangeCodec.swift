extension MessageBatch {
    /// Adds the request for a change.
    package mutating func append(_ change: Change) {
        switch change {
        case .addService(let service): append(command: IPVSCommand.newService) { $0.put(service) }
        case .editService(let service): append(command: IPVSCommand.setService) { $0.put(service) }
        case .deleteService(let identity): append(command: IPVSCommand.deleteService) { $0.put(identity) }
        case .addServer(let server, let identity):
            append(command: IPVSCommand.newServer) { batch in
                batch.put(identity)
                batch.put(server)
            }
        case .editServer(let server, let identity):
            append(command: IPVSCommand.setServer) { batch in
                batch.put(identity)
                batch.put(server)
            }
        case .deleteServer(let endpoint, let identity):
            append(command: IPVSCommand.deleteServer) { batch in
                batch.put(identity)
                batch.put(endpoint)
            }
        case .setTimeouts(let timeouts): append(command: IPVSCommand.setConfig) { $0.put(timeouts) }
        case .startDaemon(let daemon): append(command: IPVSCommand.newDaemon) { $0.put(daemon) }
        case .stopDaemon(let role): append(command: IPVSCommand.deleteDaemon) { $0.put(role) }
        case .zero(let identity):
            append(command: IPVSCommand.zero) { if let identity { $0.put(identity) } }
        case .clear: append(command: IPVSCommand.flush) { _ in }
        }
    }
}

/// The top-level attributes of a request about services, servers and daemons, and of the dumps' messages.
package struct MessageAttributes {
    /// The `SERVICE` container.
    package private(set) var service: ServiceAttributes?
    /// The `DEST` container.
    package private(set) var server: ServerAttributes?
    /// The `DAEMON` container; only its role when a daemon is to be stopped.
    package private(set) var daemon: SyncDaemon?

    /// Reads the attributes of one message.
    package init(_ attributes: Span<UInt8>) throws(WireError) {
        try AttributeReader.forEach(attributes, in: "") { (type, value) throws(WireError) in
            switch type {
            case CommandAttribute.service: service = try ServiceAttributes(value)
            case CommandAttribute.server: server = try ServerAttributes(value)
            case CommandAttribute.daemon: daemon = try SyncDaemon(value)
            default: break
            }
        }
    }

    /// The service that the message is about.
    package func requireService() throws(WireError) -> ServiceAttributes {
        guard let service else { throw .missing(attribute: "SERVICE") }
        return service
    }

    /// The server that the message is about.
    package func requireServer() throws(WireError) -> ServerAttributes {
        guard let server else { throw .missing(attribute: "DEST") }
        return server
    }

    /// The daemon that the message is about.
    package func requireDaemon() throws(WireError) -> SyncDaemon {
        guard let daemon else { throw .missing(attribute: "DAEMON") }
        return daemon
    }
}
