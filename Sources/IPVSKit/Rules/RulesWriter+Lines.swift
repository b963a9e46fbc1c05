// What stands after the command of a line.

extension RulesWriter {
    // MARK: Services

    mutating func putService(_ command: String, _ service: VirtualService) {
        putIdentity(command, service.identity)
        put(" -s ", service.scheduler.rawValue)
        if service.flags.contains(.persistent) {
            put(" -p ", min(max(service.timeout, 1), VirtualService.timeoutLimit))
        }
        if !service.netmask.isHost, !isPlain || service.flags.contains(.persistent) {
            put(" -M ", service.netmask)
        }
        if let engine = service.engine { put(" --pe ", engine) }
        if service.isOnePacket { put(" -o") }
        let flags = service.flags.schedulerFlagNames(for: service.scheduler)
        if !flags.isEmpty { put(" -b \(flags.joined(separator: ","))") }
    }

    mutating func putIdentity(_ command: String, _ identity: ServiceIdentity) {
        if let lastWords, lastWords.command == command, lastWords.identity == identity {
            return bytes += lastWords.bytes
        }
        let start = bytes.count
        put(command)
        putIdentity(identity)
        lastWords = (command, identity, Array(bytes[start...]))
    }

    private mutating func putIdentity(_ identity: ServiceIdentity) {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            switch serviceProtocol {
            case .tcp: put(" -t ", endpoint, serviceProtocol)
            case .udp: put(" -u ", endpoint, serviceProtocol)
            case .sctp: put(" --sctp-service ", endpoint, serviceProtocol)
            default: put(" -\(serviceProtocol)- ", endpoint, nil)
            }
        case .firewallMark(let mark, let family):
            put(" -f ", mark)
            if family == .ipv6 { put(" -6") }
        }
    }

    private mutating func put(_ option: String, _ netmask: Netmask) {
        put(option)
        switch netmask {
        case .ipv4(let bits): IPAddress(v4: bits).write(into: &bytes)
        case .ipv6(let length): bytes.appendDecimal(UInt64(length))
        }
    }

    // MARK: Servers

    mutating func putServer(_ command: String, _ server: RealServer, _ identity: ServiceIdentity) {
        putIdentity(command, identity)
        if let writeEndpoint {
            put(" -r ")
            writeEndpoint(server.endpoint, identity.serviceProtocol, &bytes)
            bytes.append(addingCapacity: Self.settingsLimit) { server.writeSettings(into: &$0) }
        } else {
            // One addition for all of it (row `save` of Tests/Guest/instructions).
            bytes.append(addingCapacity: 4 + Endpoint.textLimit + Self.settingsLimit) { line in
                line.appendOption(UInt8(ascii: "r"))
                line.append(Byte.space)
                server.endpoint.write(into: &line)
                server.writeSettings(into: &line)
            }
        }
        if server.method == .tunnel { putTunnel(server.tunnel) }
    }

    /// The most bytes that ``RealServer/writeSettings(into:)`` appends.
    private static let settingsLimit = 24 + NumberOption.ofServers.reduce(0) { $0 + $1.textLimit }

    private mutating func putTunnel(_ tunnel: Tunnel) {
        put(" --tun-type \(tunnel.type)")
        if tunnel.type == .gue { put(" --tun-port ", UInt32(tunnel.port)) }
        guard tunnel.type != .ipip else { return }
        if tunnel.flags.contains(.remoteChecksum), tunnel.type == .gue {
            put(" --tun-remcsum")
        } else {
            put(tunnel.flags.contains(.checksum) ? " --tun-csum" : " --tun-nocsum")
        }
    }

    // MARK: Daemons

    mutating func putDaemon(_ daemon: SyncDaemon) {
        put("--start-daemon \(daemon.role) --mcast-interface ", daemon.interface)
        for option in NumberOption.ofDaemons {
            // The group stands before its port.
            if option.field == .groupPort, let group = daemon.group { put(" --mcast-group \(group)") }
            bytes.append(addingCapacity: option.textLimit) { option.write(daemon[option.field], into: &$0) }
        }
    }
}

extension RealServer {
    /// Appends what stands behind the endpoint: the method and the numbers.
    fileprivate func writeSettings(into line: inout OutputSpan<UInt8>) {
        switch method {
        case .masquerade: line.appendOption(UInt8(ascii: "m"))
        case .tunnel: line.appendOption(UInt8(ascii: "i"))
        case .directRouting: line.appendOption(UInt8(ascii: "g"))
        default: for byte in " -\(method)-".utf8 { line.append(byte) }
        }
        // Nothing is retained while a span is gone through (row `save` of Tests/Guest/instructions).
        let options = NumberOption.ofServers.span
        for index in options.indices { options[index].write(self[options[index].field], into: &line) }
    }
}

extension OutputSpan<UInt8> {
    /// Appends an option of one letter.
    fileprivate mutating func appendOption(_ letter: UInt8) {
        append(Byte.space)
        append(Byte.dash)
        append(letter)
    }
}

/// How the number of a field is written.
///
/// Without its word, which would make it large (row `save` of Tests/Guest/instructions).
private struct NumberOption: Sendable {
    let field: Field
    /// The letter of the option; 0 if there is only a word.
    let letter: UInt8
    let isAlwaysShown: Bool
    let limit: UInt32

    init(_ field: Field) {
        let definition = field.definition
        self.field = field
        letter = definition.letter.map(UInt8.init(ascii:)) ?? 0
        isAlwaysShown = definition.presence == .always
        limit = field.range.upperBound
    }

    /// The most bytes that it takes.
    var textLimit: Int { 14 + field.definition.word.utf8CodeUnitCount }

    /// Appends the option with a number, as large as its field can have it.
    @inline(__always)
    func write(_ number: UInt32, into line: inout OutputSpan<UInt8>) {
        guard number != 0 || isAlwaysShown else { return }
        if letter != 0 { line.appendOption(letter) } else { writeWord(into: &line) }
        line.append(Byte.space)
        line.appendDecimal(UInt64(min(number, limit)))
    }

    @inline(never)
    private func writeWord(into line: inout OutputSpan<UInt8>) {
        for byte in " --\(field.definition.word)".utf8 { line.append(byte) }
    }

    static let ofServers = Field.serverNumbers.map(NumberOption.init)
    static let ofDaemons = Field.daemonNumbers.map(NumberOption.init)
}
