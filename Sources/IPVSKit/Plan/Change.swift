/// One edit of an IPVS table: the unit of work, and of the kernel's answers.
public enum Change: Hashable, Sendable {
    /// Adds a service. The corresponding kernel command is `IPVS_CMD_NEW_SERVICE`.
    case addService(VirtualService)
    /// Replaces everything about a service but its identity and servers (`IPVS_CMD_SET_SERVICE`).
    case editService(VirtualService)
    /// Deletes a service and its servers (`IPVS_CMD_DEL_SERVICE`).
    case deleteService(ServiceIdentity)
    /// Adds a server to a service (`IPVS_CMD_NEW_DEST`).
    case addServer(RealServer, to: ServiceIdentity)
    /// Replaces everything about a server but its address and port (`IPVS_CMD_SET_DEST`).
    case editServer(RealServer, of: ServiceIdentity)
    /// Deletes a server from a service (`IPVS_CMD_DEL_DEST`).
    case deleteServer(Endpoint, from: ServiceIdentity)
    /// Sets the timeouts that are not 0 (`IPVS_CMD_SET_CONFIG`).
    case setTimeouts(ConnectionTimeouts)
    /// Starts a sync daemon (`IPVS_CMD_NEW_DAEMON`).
    case startDaemon(SyncDaemon)
    /// Stops a sync daemon (`IPVS_CMD_DEL_DAEMON`).
    case stopDaemon(SyncDaemon.Role)
    /// Sets the counters of a service, or of everything, to 0 (`IPVS_CMD_ZERO`).
    case zero(ServiceIdentity?)
    /// Deletes all services and servers (`IPVS_CMD_FLUSH`).
    case clear
}

extension Change: CustomStringConvertible {
    /// The change as an operator says it: `add real server 10.0.0.2:80 to tcp 10.0.0.1:80`.
    public var description: String {
        switch self {
        case .addService(let service): "add virtual service \(service.identity)"
        case .editService(let service): "edit virtual service \(service.identity)"
        case .deleteService(let identity): "delete virtual service \(identity)"
        case .addServer(let server, let identity): "add real server \(server.endpoint) to \(identity)"
        case .editServer(let server, let identity): "edit real server \(server.endpoint) of \(identity)"
        case .deleteServer(let endpoint, let identity): "delete real server \(endpoint) from \(identity)"
        case .setTimeouts: "set the connection timeouts"
        case .startDaemon(let daemon): "start the sync \(daemon.role) on \(daemon.interface)"
        case .stopDaemon(let role): "stop the sync \(role)"
        case .zero(.some(let identity)): "zero the counters of \(identity)"
        case .zero(.none): "zero all counters"
        case .clear: "clear the table"
        }
    }
}
