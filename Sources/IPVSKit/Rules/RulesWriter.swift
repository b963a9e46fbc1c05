/// Writes configurations and changes as ipvsadm command lines, always with numbers.
///
/// Every line that is not a comment is accepted by `ipvsadm -R`. What no command line can say, which only other
/// programs can have put into a table, becomes a comment that begins with `# lost:`, so that nothing is lost in
/// silence. Comments come last, because `ipvsadm -R` stops at the first one.
package struct RulesWriter {
    /// The text so far.
    package internal(set) var bytes: [UInt8] = []
    /// What could not be said; ``writeLosses()`` says it in comments.
    package private(set) var unsaid: [String] = []
    /// The words that the last line began with: those of all servers of a service begin alike.
    var lastWords: (command: String, identity: ServiceIdentity, bytes: [UInt8])?

    /// Writes an address and a port, which belongs to a protocol or none.
    package typealias EndpointWriter = (Endpoint, ServiceProtocol?, inout [UInt8]) -> Void

    let writeEndpoint: EndpointWriter?
    /// Whether only what `ipvsadm -S` would say is written: no mask without persistence.
    let isPlain: Bool

    /// Creates a writer of documents.
    package init() {
        (writeEndpoint, isPlain) = (nil, false)
    }

    /// Creates a writer of what `ipvsadm -S` says, with another way to write addresses, such as by name.
    package init(asIpvsadm writeEndpoint: EndpointWriter?) {
        (self.writeEndpoint, isPlain) = (writeEndpoint, true)
    }

    /// Returns a configuration as rules: services in their order, each followed by its servers, oldest first; then
    /// timeouts and sync daemons.
    ///
    /// `coverage` says how much of a table they are; what is not all of it ends with a comment that says so.
    package static func rules(
        _ configuration: TableConfiguration,
        _ coverage: TableCoverage = .table
    ) -> [UInt8] {
        var writer = RulesWriter()
        writer.write(configuration)
        writer.writeLosses()
        writer.write(coverage)
        return writer.bytes
    }

    /// Returns a change as one command line, without a line break.
    ///
    /// A change that no command line can say is a comment.
    package static func line(_ change: Change) -> String {
        var writer = RulesWriter()
        writer.write(change)
        writer.writeLosses()
        return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
    }

    /// Writes a configuration.
    package mutating func write(_ configuration: TableConfiguration) {
        for service in configuration.services { write(service) }
        if let timeouts = configuration.timeouts { write(.setTimeouts(timeouts)) }
        for daemon in configuration.daemons ?? [] { write(.startDaemon(daemon)) }
    }

    /// Writes a service with its servers.
    package mutating func write(_ service: ServiceConfiguration) {
        write(service.service, servers: service.servers)
    }

    /// Writes a service with its servers, oldest first, as they can be configured.
    package mutating func write(_ service: ObservedService) {
        write(service.configuration, servers: service.servers.reversed().lazy.map(\.configuration))
    }

    private mutating func write(_ service: VirtualService, servers: some Sequence<RealServer>) {
        let change = Change.addService(service)
        write(change)
        // A service that cannot be said takes its servers with it.
        let obstacle = change.obstacleToRule.map { _ in "a server of it" }
        for server in servers {
            let server = isPlain ? server.asIpvsadmSaves : server
            let change = Change.addServer(server, to: service.identity)
            write(change, obstacle: obstacle ?? change.obstacleToRule)
        }
    }

    /// Forgets ``bytes``, for texts that are written in pieces.
    package mutating func removeWritten() { bytes.removeAll(keepingCapacity: true) }

    /// Writes comments for what could not be said.
    package mutating func writeLosses() {
        for loss in unsaid { comment("lost: \(loss)") }
    }

    /// Writes a change, with a line break; nothing if no command line can say it.
    package mutating func write(_ change: Change) {
        write(change, obstacle: change.obstacleToRule)
    }

    private mutating func write(_ change: Change, obstacle: String?) {
        let start = bytes.count
        if isPlain, let obstacle { return unsaid.append("\(change): \(obstacle)") }
        switch change {
        case .addService(let service): putService("-A", service)
        case .editService(let service): putService("-E", service)
        case .deleteService(let identity): putIdentity("-D", identity)
        case .addServer(let server, let identity): putServer("-a", server, identity)
        case .editServer(let server, let identity): putServer("-e", server, identity)
        case .deleteServer(let endpoint, let identity):
            putIdentity("-d", identity)
            put(" -r ", endpoint, identity.serviceProtocol)
        case .setTimeouts(let timeouts): put("--set \(timeouts)")
        case .startDaemon(let daemon): putDaemon(daemon)
        case .stopDaemon(let role): put("--stop-daemon \(role)")
        case .zero(nil): put("-Z")
        case .zero(let identity?): putIdentity("-Z", identity)
        case .clear: put("-C")
        }
        if let obstacle {
            unsaid.append("\(obstacle): " + String(decoding: bytes[start...], as: UTF8.self))
            bytes.removeLast(bytes.count - start)
        } else {
            bytes.append(Byte.newline)
            let losses = change.lossesAsRule
            if !losses.isEmpty { unsaid += losses }
        }
    }

    /// Writes a comment of one line, without control characters.
    package mutating func comment(_ text: String) {
        put("# \(text.printable)\n")
    }

    /// Writes how much of a table the rules before are; nothing if they are all of it.
    ///
    /// This is a comment, which `ipvsadm -R` stops at: it belongs at the end.
    package mutating func write(_ coverage: TableCoverage) {
        guard coverage > .table else { return }
        put("\(DocumentRemark.mark) \(DocumentRemark.option) \(coverage)\n")
    }

    mutating func put(_ text: String) {
        let text = text.utf8.span
        bytes.append(addingCapacity: text.count) { bytes in
            for index in 0..<text.count { bytes.append(text[index]) }
        }
    }

    mutating func put(_ option: String, _ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) {
        put(option)
        guard let writeEndpoint else { return endpoint.write(into: &bytes) }
        writeEndpoint(endpoint, serviceProtocol, &bytes)
    }

    mutating func put(_ option: String, _ number: UInt32) {
        put(option)
        bytes.appendDecimal(UInt64(number))
    }

    mutating func put(_ option: String, _ name: KernelName) {
        put(option)
        // A line break would begin a rule of its own.
        guard name.isPrintable else { return put(name.description.printable) }
        for index in 0..<name.count { bytes.append(name[index]) }
    }
}

extension RealServer {
    /// The server as `ipvsadm -S` has it: one that forwards locally, as other programs may ask the kernel for, as one
    /// of direct routing, which the kernel forwards locally too; and no options of an IP in IP tunnel.
    fileprivate var asIpvsadmSaves: RealServer {
        var server = self
        if method == .local { server.method = .directRouting }
        if tunnel.type == .ipip { server.tunnel = .ipip }
        return server
    }
}
