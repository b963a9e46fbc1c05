// Changes in JSON: what is done to what, and the same as an ipvsadm command line.

extension JSONWriter {
    /// Begins a document that is no table: an object with the version of the form.
    package mutating func beginDocument() {
        beginObject()
        writeVersion()
    }

    /// Ends a document.
    package mutating func endDocument() {
        endObject()
        finish()
    }

    /// Writes the fields of a change; one that no command line can say has no `command`.
    package mutating func writeFields(of change: Change) {
        field("operation", change.operation)
        if change.obstacleToRule == nil { field("command", RulesWriter.line(change)) }
        if let service = change.subject {
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

    /// Writes the fields of an address with a port.
    package mutating func writeFields(of endpoint: Endpoint) {
        key(ServerKey.address.key)
        value(endpoint.address)
        field(ServerKey.port.key, endpoint.port)
    }

    /// Writes a value of a field that differs.
    package mutating func write(_ value: FieldDifference.Value) {
        switch value {
        case .number(let number): self.value(number)
        case .flag(let flag): self.value(flag)
        case .text(let text): self.value(text)
        }
    }

    /// Writes the field `errno`.
    package mutating func write(_ errno: Errno) {
        key("errno")
        beginObject(.line)
        field("name", errno.name)
        field("number", UInt32(bitPattern: errno.rawValue))
        endObject()
    }
}

extension Change {
    /// What is done, in the words of lvsctl's verbs.
    fileprivate var operation: String {
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

    /// The server that is changed.
    fileprivate var server: Endpoint? {
        switch self {
        case .addServer(let server, _), .editServer(let server, _): server.endpoint
        case .deleteServer(let endpoint, _): endpoint
        default: nil
        }
    }
}
