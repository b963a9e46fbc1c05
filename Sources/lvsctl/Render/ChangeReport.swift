import IPVSKit

/// Changes as an operator or a program wants to read them.
enum ChangeReport {
    /// The changes as ipvsadm commands, one a line.
    static func lines(_ changes: [Change]) -> [UInt8] {
        var writer = RulesWriter()
        for change in changes { writer.write(change) }
        return writer.bytes
    }

    /// The changes as JSON.
    static func json(_ changes: [Change], isDryRun: Bool) -> [UInt8] {
        var writer = JSONWriter(.indented)
        writer.beginObject()
        if isDryRun {
            writer.key("dry_run")
            writer.value(true)
        }
        writer.key("changes")
        writer.beginArray()
        for change in changes {
            writer.beginObject()
            writer.writeFields(of: change)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.finish()
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes what a change does and to what.
    mutating func writeFields(of change: Change) {
        key("operation")
        value(change.verb)
        key("command")
        value(RulesWriter.line(change))
        if let service = change.service {
            key("service")
            beginObject(.line)
            writeFields(of: service)
            endObject()
        }
        if let server = change.server {
            key("server")
            beginObject(.line)
            writeFields(of: server)
            endObject()
        }
    }

    /// Writes an address and a port.
    mutating func writeFields(of endpoint: Endpoint) {
        key("address")
        value(endpoint.address)
        key("port")
        value(endpoint.port)
    }
}

extension Change {
    /// The verb that makes the change.
    var verb: String {
        switch self {
        case .addService: "add-service"
        case .editService: "edit-service"
        case .deleteService: "delete-service"
        case .addServer: "add-server"
        case .editServer: "edit-server"
        case .deleteServer: "delete-server"
        case .setTimeouts: "timeouts"
        case .startDaemon(let daemon): "sync start \(daemon.role)"
        case .stopDaemon(let role): "sync stop \(role)"
        case .zero: "zero"
        case .clear: "clear"
        }
    }

    /// The service that is changed, or whose server is.
    var service: ServiceIdentity? {
        switch self {
        case .addService(let service), .editService(let service): service.identity
        case .deleteService(let identity), .addServer(_, let identity), .editServer(_, let identity),
            .deleteServer(_, let identity):
            identity
        case .zero(let identity): identity
        case .setTimeouts, .startDaemon, .stopDaemon, .clear: nil
        }
    }

    /// The server that is changed.
    var server: Endpoint? {
        switch self {
        case .addServer(let server, _), .editServer(let server, _): server.endpoint
        case .deleteServer(let endpoint, _): endpoint
        default: nil
        }
    }
}
