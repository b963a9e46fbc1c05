/// Reads command lines as ipvsadm does, to the letter: values, defaults, traps, and which error comes first.
package struct CommandLineParser {
    /// Who knows names.
    let addresses: AddressReader
    var given = GivenOptions()
    var scanner = OptionScanner()
    /// The command of the last line; nil if it has none.
    private(set) var command: CommandName?

    /// Creates a parser.
    package init(resolver: any NameResolver = NumericResolver()) {
        addresses = AddressReader(resolver: resolver)
    }

    /// Reads a command line whose words are in a text; the program's own name is not among them.
    ///
    /// - Throws: the error that ipvsadm would report, which is the first one in its order of events.
    package mutating func parse(_ text: Span<UInt8>, _ words: [RuleWord]) throws(RuleError) -> RuleCommand {
        given = GivenOptions()
        scanner = OptionScanner()
        command = nil
        guard !words.isEmpty else { return .list(ListOptions()) }
        let command = try readCommand(text, words)
        self.command = command
        if command == .help { return .help }
        if command == .version { return .version }
        while let option = try scanner.option(text, words) { try accept(option, text, words) }
        try readPlainWords(command, text, words)
        if let flags = given.flagsText { try readFlags(flags, text, words) }
        if let rules = CommandMatrix.ipvsadm.rules(of: command), rules.mayReject(given.columns) {
            try reject(rules, .command(command.ipvsadmName), words)
        }
        return try build(command, words)
    }

    /// Reads a command line whose words came one by one.
    package mutating func parse(_ arguments: RuleArguments) throws(RuleError) -> RuleCommand {
        try parse(arguments.bytes.span, arguments.words)
    }

    // MARK: The command

    private mutating func readCommand(
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) -> CommandName {
        guard let option = try? scanner.option(text, words), case .command(let command) = option.row.meaning
        else {
            let word = min(max(scanner.last, 0), words.count - 1)
            throw RuleError(.noCommand(text.extracting(words[word].text).string), at: words[word].columns)
        }
        guard let value = option.value else { return command }
        let word = text.extracting(value)
        guard let role = KernelName(word).flatMap({ Self.roles[$0] }) else {
            let name = command == .startDaemon ? "--start-daemon" : "--stop-daemon"
            throw RuleError(.value(word.string, option: name), at: columns(option, words))
        }
        given.role = role
        return command
    }

    private static let roles: [KernelName: SyncDaemon.Role] = ["master": .master, "backup": .backup]

    // MARK: Words that belong to no option

    private mutating func readPlainWords(
        _ command: CommandName,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) {
        var expected = 0
        if command == .setTimeouts {
            guard scanner.plainWordCount >= 3 else {
                throw RuleError(.timeoutCount(scanner.plainWordCount), at: words[0].columns)
            }
            given.timeouts.tcp = try readTimeout(scanner.plainWords[0], text, words)
            given.timeouts.tcpFin = try readTimeout(scanner.plainWords[1], text, words)
            given.timeouts.udp = try readTimeout(scanner.plainWords[2], text, words)
            expected = 3
        }
        guard scanner.plainWordCount > expected else { return }
        let word = words[scanner.plainWords[expected]]
        throw RuleError(.unexpectedWord(text.extracting(word.text).string), at: word.columns)
    }

    private func readTimeout(
        _ index: Int,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) -> UInt32 {
        let word = text.extracting(words[index].text)
        guard let seconds = NumberReader.decimal(word, in: 0...VirtualService.timeoutLimit) else {
            throw RuleError(.value(word.string, option: "--set"), at: words[index].columns)
        }
        return seconds
    }

    // MARK: Scheduler flags

    private mutating func readFlags(
        _ range: Range<Int>,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) {
        // ipvsadm keeps 127 bytes.
        let end = min(range.upperBound, range.lowerBound + 127)
        var start = range.lowerBound
        while start < end {
            var next = start
            while next < end, text[next] != UInt8(ascii: ",") { next += 1 }
            if next > start { try readFlag(text.extracting(start..<next), words) }
            start = next + 1
        }
    }

    private mutating func readFlag(_ text: Span<UInt8>, _ words: [RuleWord]) throws(RuleError) {
        guard let name = KernelName(text), let flag = SchedulerFlag.named(name) else {
            throw RuleError(.unknownFlag(text.string), at: columns(.schedulerFlags, words))
        }
        let scheduler = given.scheduler.isEmpty ? Scheduler.weightedLeastConnection.rawValue : given.scheduler
        if let owner = flag.scheduler, owner.rawValue != scheduler {
            throw RuleError(
                .flagOfOtherScheduler(text.string, Scheduler(rawValue: scheduler)),
                at: columns(.schedulerFlags, words)
            )
        }
        given.flags.insert(flag.flag)
    }

    // MARK: Places

    /// Where an option that was found and its value are.
    func columns(_ option: FoundOption, _ words: [RuleWord]) -> Range<Int> {
        words[option.valueWord].columns
    }

    /// Where an option of a column, with its value, was given.
    func columns(_ column: OptionColumn, _ words: [RuleWord]) -> Range<Int> {
        guard given.has(column) else { return 0..<0 }
        let place = given.places[Int(column.rawValue)]
        return words[Int(place.value)].columns
    }

    @inline(never)
    private func reject(
        _ rules: OptionRules,
        _ owner: RuleError.Owner,
        _ words: [RuleWord]
    ) throws(RuleError) {
        switch rules.violation(given.columns) {
        case .missing(let column): throw RuleError(.missingOption(kind: column.ipvsadmName, owner), at: 0..<0)
        case .illegal(let column):
            throw RuleError(.illegalOption(kind: column.ipvsadmName, owner), at: optionColumns(column, words))
        case .conflict(let column, let other):
            throw RuleError(
                .conflict(kind: column.ipvsadmName, with: other.ipvsadmName, owner),
                at: optionColumns(column, words)
            )
        case nil: break
        }
    }

    private func optionColumns(_ column: OptionColumn, _ words: [RuleWord]) -> Range<Int> {
        words[Int(given.places[Int(column.rawValue)].option)].columns
    }

    /// Rejects options that a kind of tunnel does not take.
    func checkTunnel(_ words: [RuleWord]) throws(RuleError) {
        guard let rules = CommandMatrix.ipvsadm.rules(of: given.tunnel.type), rules.mayReject(given.columns)
        else { return }
        try reject(rules, .tunnel(given.tunnel.type), words)
    }
}

/// A scheduler flag by name, and the scheduler that alone knows it.
struct SchedulerFlag {
    let flag: ServiceFlags
    let scheduler: Scheduler?

    static func named(_ name: KernelName) -> SchedulerFlag? { table[name] }

    private static let table: [KernelName: SchedulerFlag] = [
        "flag-1": SchedulerFlag(flag: .scheduler1, scheduler: nil),
        "flag-2": SchedulerFlag(flag: .scheduler2, scheduler: nil),
        "flag-3": SchedulerFlag(flag: .scheduler3, scheduler: nil),
        "sh-fallback": SchedulerFlag(flag: .fallback, scheduler: .sourceHashing),
        "sh-port": SchedulerFlag(flag: .port, scheduler: .sourceHashing),
        "mh-fallback": SchedulerFlag(flag: .fallback, scheduler: .maglevHashing),
        "mh-port": SchedulerFlag(flag: .port, scheduler: .maglevHashing),
    ]
}
