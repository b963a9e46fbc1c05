/// The value of an option, and where it is.
struct GivenValue {
    var option: OptionName
    /// The bytes of the value within the text.
    var text: Range<Int>
    /// The place of the value's word in the line.
    var columns: Range<Int>
}

extension CommandLineParser {
    /// Takes an option and its value.
    mutating func accept(
        _ found: FoundOption,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) {
        guard case .option(let option) = found.row.meaning else {
            // ipvsadm names the word that was looked at last, which is the value if there is one.
            let word = words[scanner.last]
            throw RuleError(.secondCommand(text.extracting(word.text).string), at: word.columns)
        }
        if let column = found.row.column {
            guard !given.has(column) else {
                throw RuleError(.repeated(kind: column.ipvsadmName), at: words[found.word].columns)
            }
            given.columns.insert(OptionColumns(column))
            given.places[Int(column.rawValue)] = (Int32(found.word), Int32(found.valueWord))
        }
        guard let range = found.value else { return try accept(option, words[found.word]) }
        let columns = words[found.valueWord].columns
        try accept(GivenValue(option: option, text: range, columns: columns), text)
    }

    /// Takes an option without a value.
    private mutating func accept(_ option: OptionName, _ word: RuleWord) throws(RuleError) {
        switch option {
        case .gatewaying: given.method = .directRouting
        case .ipip: given.method = .tunnel
        case .masquerading: given.method = .masquerade
        case .persistent: given.timeout = VirtualService.defaultTimeout
        case .tunnelChecksum: given.tunnel.flags = .checksum
        case .tunnelRemoteChecksum: given.tunnel.flags = .remoteChecksum
        case .ipv6:
            guard given.mark != nil else { throw RuleError(.ipv6WithoutMark, at: word.columns) }
            given.family = .ipv6
            given.netmask = .host(.ipv6)
        default: break
        }
    }

    /// Takes an option with a value.
    private mutating func accept(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        switch value.option {
        case .tcpService: try acceptService(.tcp, value, text)
        case .udpService: try acceptService(.udp, value, text)
        case .sctpService: try acceptService(.sctp, value, text)
        case .realServer: try acceptServer(value, text)
        case .netmask: try acceptNetmask(value, text)
        case .multicastGroup: try acceptGroup(value, text)
        case .tunnelType: try acceptTunnelType(value, text)
        case .scheduler: given.scheduler = name(value, text, limit: Scheduler.nameLimit)
        case .engine: given.engine = name(value, text, limit: KernelName.capacity)
        case .multicastInterface: given.interface = name(value, text, limit: SyncDaemon.interfaceLimit)
        case .schedulerFlags: given.flagsText = value.text
        default: try acceptNumber(value, text)
        }
    }

    // MARK: Addresses

    private mutating func acceptService(
        _ transport: ServiceProtocol,
        _ value: GivenValue,
        _ text: Span<UInt8>
    ) throws(RuleError) {
        let form = try address(value, text, transport)
        given.transport = transport
        given.endpoint = Endpoint(form.address, port: form.port ?? 0)
        guard form.address.family == .ipv6 else { return }
        // A mask that came before was read as one of IPv4 and is forgotten.
        given.family = .ipv6
        given.netmask = .host(.ipv6)
    }

    private mutating func acceptServer(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        // Behind a mark the names of TCP services are known; before any service, none.
        let form = try address(value, text, given.mark == nil ? given.transport : .tcp)
        given.server = Endpoint(form.address, port: form.port ?? given.endpoint.port)
    }

    private func address(
        _ value: GivenValue,
        _ text: Span<UInt8>,
        _ transport: ServiceProtocol?
    ) throws(RuleError) -> AddressForm {
        do {
            return try addresses.read(text.extracting(value.text), transport: transport)
        } catch {
            throw addressError(value, text, error)
        }
    }

    private mutating func acceptNetmask(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        let mask = text.extracting(value.text)
        guard given.family == .ipv4 else {
            let length = NumberReader.leadingInteger(mask)
            guard (1...128).contains(length) else { throw valueError(value, text) }
            given.netmask = .ipv6(UInt32(length))
            return
        }
        do {
            given.netmask = .ipv4(try addresses.host(mask).bits32)
        } catch {
            throw addressError(value, text, error)
        }
    }

    private mutating func acceptGroup(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        guard let address = IPAddress(text.extracting(value.text)), address.isMulticast else {
            throw valueError(value, text)
        }
        given.group = address
    }

    // MARK: Names and numbers

    private mutating func acceptTunnelType(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        guard let name = KernelName(text.extracting(value.text)), let type = Self.tunnelTypes[name] else {
            throw valueError(value, text)
        }
        given.tunnel.type = type
    }

    private static let tunnelTypes: [KernelName: TunnelType] = ["ipip": .ipip, "gue": .gue, "gre": .gre]

    /// The first bytes of a name, as many as the kernel's field takes.
    private func name(_ value: GivenValue, _ text: Span<UInt8>, limit: Int) -> KernelName {
        let end = min(value.text.upperBound, value.text.lowerBound + limit)
        return KernelName(text.extracting(value.text.lowerBound..<end)) ?? KernelName()
    }

    private mutating func acceptNumber(_ value: GivenValue, _ text: Span<UInt8>) throws(RuleError) {
        guard let number = NumberReader.decimal(text.extracting(value.text), in: value.option.range) else {
            throw valueError(value, text)
        }
        switch value.option {
        case .firewallMark: given.mark = number
        case .persistent: given.timeout = number
        case .weight: given.weight = number
        case .upperThreshold: given.upperThreshold = number
        case .lowerThreshold: given.lowerThreshold = number
        case .tunnelPort: given.tunnel.port = UInt16(truncatingIfNeeded: number)
        case .syncID: given.syncID = number
        case .syncMaximumLength: given.maximumLength = UInt16(truncatingIfNeeded: number)
        case .multicastPort: given.multicastPort = UInt16(truncatingIfNeeded: number)
        case .multicastTTL: given.timeToLive = UInt8(truncatingIfNeeded: number)
        default: break
        }
    }

    // MARK: Errors

    @inline(never)
    private func valueError(_ value: GivenValue, _ text: Span<UInt8>) -> RuleError {
        let word = text.extracting(value.text).string
        return RuleError(.value(word, option: value.option.spelling), at: value.columns)
    }

    @inline(never)
    private func addressError(_ value: GivenValue, _ text: Span<UInt8>, _ fault: AddressFault) -> RuleError {
        let word = text.extracting(value.text).string
        return RuleError(.address(word, option: value.option.spelling, fault), at: value.columns)
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
