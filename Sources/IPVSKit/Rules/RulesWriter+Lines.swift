// What stands behind the command of a line.

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
        put(" -r ", server.endpoint, identity.serviceProtocol)
        switch server.method {
        case .masquerade: put(" -m")
        case .tunnel: put(" -i")
        case .directRouting: put(" -g")
        default: put(" -\(server.method)-")
        }
        // Nothing is retained while a span is gone through (row `save` of Tests/Guest/instructions).
        let options = NumberOption.ofServers.span
        for index in options.indices { putNumber(options[index], server[options[index].field]) }
        if server.method == .tunnel { putTunnel(server.tunnel) }
    }

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
            putNumber(option, daemon[option.field])
        }
    }

    // MARK: Numbers

    /// Writes the option of a number, as large as its field can have it.
    @inline(__always)
    private mutating func putNumber(_ option: NumberOption, _ number: UInt32) {
        if number != 0 || option.isAlwaysShown { put(option, min(number, option.limit)) }
    }

    @inline(__always)
    private mutating func put(_ option: NumberOption, _ number: UInt32) {
        let letter = option.letter
        guard letter != 0 else { return putWord(of: option.field, number) }
        bytes.append(addingCapacity: 4) { bytes in
            bytes.append(Byte.space)
            bytes.append(Byte.dash)
            bytes.append(letter)
            bytes.append(Byte.space)
        }
        bytes.appendDecimal(UInt64(number))
    }

    @inline(never)
    private mutating func putWord(of field: Field, _ number: UInt32) {
        put(" --\(field.definition.word) ", number)
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

    static let ofServers = Field.serverNumbers.map(NumberOption.init)
    static let ofDaemons = Field.daemonNumbers.map(NumberOption.init)
}
