/// Why an option rejects a value.
private enum ValueError: Error {
    case value
    case address(AddressError)
    case ipv6WithoutMark
}

extension CommandLineParser {
    /// Takes an option and its value.
    @inline(__always)
    mutating func accept(
        _ found: FoundOption,
        _ lastWord: Int,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) {
        if case .command = found.entry.meaning {
            // ipvsadm names the word that was read last, which is the value if there is one.
            let word = words[lastWord]
            let name = text.extracting(word.text.range).quotation
            throw RuleError(.secondCommand(name), at: word.columns.range)
        }
        if let column = found.entry.column {
            guard !given.has(column) else {
                throw RuleError(
                    .repeated(kind: column.ipvsadmName),
                    at: words[Int(found.word)].columns.range
                )
            }
            given.columns.insert(OptionColumns(column))
        }
        do throws(ValueError) {
            if found.valueWord < 0 {
                try accept(found.entry)
            } else {
                try accept(found.entry, text.extracting(found.value.range))
            }
        } catch {
            throw ruleError(error, found, text, words)
        }
    }

    @inline(never)
    private func ruleError(
        _ error: ValueError,
        _ found: FoundOption,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> RuleError {
        let columns = words[Int(max(found.word, found.valueWord))].columns.range
        let value = text.extracting(found.value.range).quotation
        let cause: RuleError.Cause =
            switch error {
            case .value: .value(value, option: found.entry.spelling)
            case .address(let error): .address(value, option: found.entry.spelling, error)
            case .ipv6WithoutMark: .ipv6WithoutMark
            }
        return RuleError(cause, at: columns)
    }

    /// Takes an option without a value.
    private mutating func accept(_ entry: OptionEntry) throws(ValueError) {
        guard case .option(let option) = entry.meaning else { return }
        switch option {
        case .gatewaying: given.settings.method = .directRouting
        case .ipip: given.settings.method = .tunnel
        case .masquerading: given.settings.method = .masquerade
        case .persistent: given.timeout = VirtualService.defaultTimeout
        case .tunnelChecksum: given.settings.givenTunnel.flags = .checksum
        case .tunnelRemoteChecksum: given.settings.givenTunnel.flags = .remoteChecksum
        case .ipv6:
            guard given.mark != nil else { throw .ipv6WithoutMark }
            given.family = .ipv6
            given.netmask = .host(.ipv6)
        default: break
        }
    }

    /// Takes an option with a value.
    private mutating func accept(_ entry: OptionEntry, _ value: Span<UInt8>) throws(ValueError) {
        switch entry.meaning {
        case .option(let option): try accept(option, value)
        case .serverNumber(let field): given.settings[field] = try number(field, value)
        case .daemonNumber(let field): daemon[field] = try number(field, value)
        case .command: break
        }
    }

    private mutating func accept(_ option: OptionName, _ value: Span<UInt8>) throws(ValueError) {
        switch option {
        case .firewallMark: given.mark = try number(.mark, value)
        case .persistent: given.timeout = try number(.timeout, value)
        case .tcpService: try acceptService(.tcp, value)
        case .udpService: try acceptService(.udp, value)
        case .sctpService: try acceptService(.sctp, value)
        case .realServer: try acceptServer(value)
        case .netmask: try acceptNetmask(value)
        case .multicastGroup: try acceptGroup(value)
        case .tunnelType: try acceptTunnelType(value)
        case .scheduler: given.scheduler = name(value, limit: Scheduler.nameLimit)
        case .engine: given.engine = name(value, limit: KernelName.capacity)
        case .multicastInterface: daemon.interface = name(value, limit: SyncDaemon.interfaceLimit)
        // Flags are read when the scheduler is known.
        default: break
        }
    }

    // MARK: Addresses

    private mutating func acceptService(
        _ serviceProtocol: ServiceProtocol,
        _ value: Span<UInt8>
    ) throws(ValueError) {
        let form = try address(value, serviceProtocol)
        given.serviceProtocol = serviceProtocol
        given.endpoint = Endpoint(form.address, port: form.port ?? 0)
        if !form.isPlain { given.hasUnusualAddress = true }
        guard form.address.family == .ipv6 else { return }
        // A mask that came before was read as one of IPv4 and is forgotten.
        given.family = .ipv6
        given.netmask = .host(.ipv6)
    }

    private mutating func acceptServer(_ value: Span<UInt8>) throws(ValueError) {
        // Behind a mark the names of TCP services are known; before any service, none.
        let form = try address(value, given.mark == nil ? given.serviceProtocol : .tcp)
        given.server = Endpoint(form.address, port: form.port ?? given.endpoint.port)
        if !form.isPlain { given.hasUnusualAddress = true }
    }

    private func address(
        _ value: Span<UInt8>,
        _ serviceProtocol: ServiceProtocol?
    ) throws(ValueError) -> AddressForm {
        // Nearly all addresses are plain ones.
        if let endpoint = AddressReader.plainEndpoint(value) {
            return AddressForm(address: endpoint.address, port: endpoint.port, isPlain: true)
        }
        do {
            return try addresses.read(value, serviceProtocol: serviceProtocol)
        } catch {
            throw .address(error)
        }
    }

    private mutating func acceptNetmask(_ value: Span<UInt8>) throws(ValueError) {
        guard given.family == .ipv4 else {
            let length = NumberReader.leadingInteger(value)
            guard (1...128).contains(length) else { throw .value }
            given.netmask = .ipv6(UInt32(length))
            return
        }
        do {
            given.netmask = .ipv4(try addresses.host(value).bits32)
        } catch {
            throw .address(error)
        }
    }

    private mutating func acceptGroup(_ value: Span<UInt8>) throws(ValueError) {
        guard let address = IPAddress(value), address.isMulticast else { throw .value }
        daemon.group = address
    }

    // MARK: Names and numbers

    private mutating func acceptTunnelType(_ value: Span<UInt8>) throws(ValueError) {
        guard let name = KernelName(value) else { throw .value }
        for entry in Self.tunnelTypes where entry.name == name {
            given.settings.givenTunnel.type = entry.type
            return
        }
        throw .value
    }

    private static let tunnelTypes: [(name: KernelName, type: TunnelType)] = [
        ("ipip", .ipip), ("gue", .gue), ("gre", .gre),
    ]

    /// The first bytes of a name, as many as the kernel's field takes.
    private func name(_ value: Span<UInt8>, limit: Int) -> KernelName {
        KernelName(value.extracting(0..<min(value.count, limit))) ?? KernelName()
    }

    private func number(_ field: Field, _ value: Span<UInt8>) throws(ValueError) -> UInt32 {
        guard let number = NumberReader.decimal(value, in: field.range) else { throw .value }
        return number
    }
}
