/// Why a value is none that its option can have.
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
        guard case .option(let option) = found.entry.meaning else {
            // ipvsadm names the word that was looked at last, which is the value if there is one.
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
                try accept(option)
            } else {
                try accept(option, text.extracting(found.value.range))
            }
        } catch {
            throw ruleError(error, option, found, text, words)
        }
    }

    @inline(never)
    private func ruleError(
        _ error: ValueError,
        _ option: OptionName,
        _ found: FoundOption,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> RuleError {
        let columns = words[Int(max(found.word, found.valueWord))].columns.range
        let value = text.extracting(found.value.range).quotation
        let cause: RuleError.Cause =
            switch error {
            case .value: .value(value, option: option.spelling)
            case .address(let error): .address(value, option: option.spelling, error)
            case .ipv6WithoutMark: .ipv6WithoutMark
            }
        return RuleError(cause, at: columns)
    }

    /// Takes an option without a value.
    private mutating func accept(_ option: OptionName) throws(ValueError) {
        switch option {
        case .gatewaying: given.method = .directRouting
        case .ipip: given.method = .tunnel
        case .masquerading: given.method = .masquerade
        case .persistent: given.timeout = VirtualService.defaultTimeout
        case .tunnelChecksum: given.tunnel.flags = .checksum
        case .tunnelRemoteChecksum: given.tunnel.flags = .remoteChecksum
        case .ipv6:
            guard given.mark != nil else { throw .ipv6WithoutMark }
            given.family = .ipv6
            given.netmask = .host(.ipv6)
        default: break
        }
    }

    /// Takes an option with a value.
    private mutating func accept(_ option: OptionName, _ value: Span<UInt8>) throws(ValueError) {
        switch option {
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
        case .schedulerFlags: break
        default: try acceptNumber(option, value)
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
            given.tunnel.type = entry.type
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

    private mutating func acceptNumber(
        _ option: OptionName,
        _ value: Span<UInt8>
    ) throws(ValueError) {
        guard let number = NumberReader.decimal(value, in: option.range) else { throw .value }
        switch option {
        case .firewallMark: given.mark = number
        case .persistent: given.timeout = number
        case .weight: given.weight = number
        case .upperThreshold: given.upperThreshold = number
        case .lowerThreshold: given.lowerThreshold = number
        case .tunnelPort: given.tunnel.port = UInt16(truncatingIfNeeded: number)
        case .syncID: daemon.syncID = number
        case .syncMaximumLength: daemon.maximumLength = UInt16(truncatingIfNeeded: number)
        case .multicastPort: daemon.port = UInt16(truncatingIfNeeded: number)
        case .multicastTTL: daemon.timeToLive = UInt8(truncatingIfNeeded: number)
        default: break
        }
    }
}

extension OptionName {
    /// The numbers that an option takes.
    fileprivate var range: ClosedRange<UInt32> {
        switch self {
        case .firewallMark: 1...UInt32.max
        case .persistent: 1...VirtualService.timeoutLimit
        case .weight: 0...RealServer.weightLimit
        case .upperThreshold, .lowerThreshold: 0...RealServer.thresholdLimit
        case .tunnelPort, .multicastPort: 1...0xFFFF
        case .syncID: 0...255
        case .syncMaximumLength: 1...UInt32(SyncDaemon.lengthLimit)
        case .multicastTTL: 1...255
        default: 0...UInt32.max
        }
    }
}
