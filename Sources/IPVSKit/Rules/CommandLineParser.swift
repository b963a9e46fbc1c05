/// Reads command lines as ipvsadm does, to the letter: values, defaults, warnings, and which error comes first.
package struct CommandLineParser {
    /// Who knows names.
    let addresses: AddressReader
    /// The command of the last line; nil if it has none.
    private(set) var command: CommandName?
    /// What the last line said about services and servers.
    var given = GivenOptions()
    /// What the last line said about a sync daemon, if it is about one.
    var daemon = SyncDaemon(.master, interface: KernelName())
    /// What the last line said about timeouts, if it is about them.
    var timeouts = ConnectionTimeouts()

    // References to the tables, since reading a global goes through a check each time.
    private let table = OptionTable.ipvsadm
    private let matrix = CommandMatrix.ipvsadm

    let stopsAtPlainWord: Bool

    /// Creates a parser.
    ///
    /// - Parameters:
    ///   - resolver: who knows the names of hosts and services.
    ///   - stopsAtPlainWord: whether the first word that belongs to no option ends the options, as ipvsadm wants it
    ///     when the environment has `POSIXLY_CORRECT` or `POSIX_ME_HARDER`.
    package init(resolver: any NameResolver = NumericResolver(), stopsAtPlainWord: Bool = false) {
        addresses = AddressReader(resolver: resolver)
        self.stopsAtPlainWord = stopsAtPlainWord
    }

    /// Reads a command line whose words are in a text; the program's own name is not among them.
    ///
    /// - Throws: the error that ipvsadm would report, which is the first one in its order of events.
    @inline(never)
    package mutating func parse(
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> RuleCommand {
        command = nil
        given = GivenOptions()
        guard words.count > 0 else { return .list(ListOptions()) }
        var scanner = OptionScanner(stopsAtPlainWord: stopsAtPlainWord)
        let command = try readCommand(&scanner, text, words)
        if command == .help { return .help }
        if command == .version { return .version }
        while let option = try scanner.option(text, words, table) {
            try accept(option, scanner.last, text, words)
        }
        if command == .setTimeouts || scanner.plainWordCount > 0 {
            try readPlainWords(scanner, text, words)
        }
        if given.has(.schedulerFlags) { try readFlags(text, words) }
        if let rules = matrix.rules(of: command), rules.mayReject(given.columns) {
            try reject(rules, .command(command.ipvsadmName), text, words)
        }
        return try build(command, text, words)
    }

    /// Reads a command line whose words came one by one; columns count as if single blanks stood between them.
    package mutating func parse(_ arguments: ArgumentList) throws(RuleError) -> RuleCommand {
        var text: [UInt8] = []
        var words: [RuleWord] = []
        for argument in arguments.words {
            let place = RuleRange(text.count, text.count + argument.count)
            words.append(RuleWord(text: place, columns: place))
            text += argument
            text.append(Byte.space)
        }
        return try parse(text.span, words.span)
    }

    // MARK: The command

    mutating func readCommand(
        _ scanner: inout OptionScanner,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> CommandName {
        let found = try? scanner.option(text, words, table)
        guard let option = found, case .command(let command) = option.entry.meaning else {
            // Words before it are not ipvsadm's business, but the first of them is what is odd.
            let index = scanner.plainWordCount > 0 ? scanner.plainWords[0] : found?.word
            throw noCommand(index.map { Int($0) } ?? scanner.last, text, words)
        }
        self.command = command
        guard option.valueWord >= 0 else { return command }
        let word = text.extracting(option.value.range)
        let name = KernelName(word)
        guard let role = SyncDaemon.Role.allCases.first(where: { $0.name == name }) else {
            let place = words[Int(option.valueWord)].columns.range
            throw RuleError(.value(word.quotation, option: command.spelling), at: place)
        }
        daemon = SyncDaemon(role, interface: KernelName())
        return command
    }

    @inline(never)
    private func noCommand(
        _ index: Int,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> RuleError {
        let word = words[index]
        return RuleError(.noCommand(text.extracting(word.text.range).quotation), at: word.columns.range)
    }

    // MARK: Words that belong to no option

    @inline(never)
    mutating func readPlainWords(
        _ scanner: OptionScanner,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) {
        var expected = 0
        if command == .setTimeouts {
            guard scanner.plainWordCount >= 3 else {
                throw RuleError(.timeoutCount(scanner.plainWordCount), at: words[0].columns.range)
            }
            timeouts.tcp = try readTimeout(scanner.plainWords[0], text, words)
            timeouts.tcpFin = try readTimeout(scanner.plainWords[1], text, words)
            timeouts.udp = try readTimeout(scanner.plainWords[2], text, words)
            expected = 3
        }
        guard scanner.plainWordCount > expected else { return }
        let word = words[Int(scanner.plainWords[expected])]
        throw RuleError(
            .unexpectedWord(text.extracting(word.text.range).quotation),
            at: word.columns.range
        )
    }

    private func readTimeout(
        _ index: Int32,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> UInt32 {
        let word = words[Int(index)]
        let value = text.extracting(word.text.range)
        guard let seconds = NumberReader.decimal(value, in: 0...VirtualService.timeoutLimit) else {
            throw RuleError(.value(value.quotation, option: "--set"), at: word.columns.range)
        }
        return seconds
    }

    // MARK: Combinations

    /// Rejects options that a kind of tunnel does not take.
    @inline(never)
    mutating func checkTunnel(_ text: Span<UInt8>, _ words: Span<RuleWord>) throws(RuleError) {
        guard let rules = matrix.rules(of: given.settings.givenTunnel.type), rules.mayReject(given.columns)
        else { return }
        try reject(rules, .tunnel(given.settings.givenTunnel.type), text, words)
    }

    /// Rejects a combination of options.
    @inline(never)
    mutating func reject(
        _ rules: OptionRules,
        _ owner: RuleError.Owner,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) {
        switch rules.error(in: given.columns) {
        case .missing(let column):
            var place = 0..<0
            if case .tunnel = owner { place = Self.place(of: .tunnelType, text, words).option }
            throw RuleError(.missingOption(kind: column.ipvsadmName, owner), at: place)
        case .illegal(let column):
            let place = Self.place(of: column, text, words).option
            throw RuleError(.illegalOption(kind: column.ipvsadmName, owner), at: place)
        case .conflict(let column, let other):
            let cause = RuleError.Cause.conflict(kind: column.ipvsadmName, with: other.ipvsadmName, owner)
            throw RuleError(cause, at: Self.place(of: column, text, words).option)
        case nil: break
        }
    }

    /// Where a command line gives an option and its value; nothing is remembered of it while all goes well.
    @inline(never)
    static func place(
        of column: OptionColumn,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> (option: Range<Int>, value: Range<Int>) {
        guard let found = found(column, text, words) else { return (0..<0, 0..<0) }
        let option = words[Int(found.word)].columns.range
        return (option, found.valueWord < 0 ? option : words[Int(found.valueWord)].columns.range)
    }

    /// Looks for an option once more.
    static func found(
        _ column: OptionColumn,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> FoundOption? {
        found(text, words) { $0.column == column }
    }

    /// Looks for the first option of some kind once more.
    @inline(never)
    static func found(
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>,
        where isWanted: (OptionEntry) -> Bool
    ) -> FoundOption? {
        var scanner = OptionScanner()
        while let found = try? scanner.option(text, words, .ipvsadm) {
            if isWanted(found.entry) { return found }
        }
        return nil
    }
}

extension SyncDaemon.Role {
    fileprivate var name: KernelName { self == .master ? "master" : "backup" }
}
