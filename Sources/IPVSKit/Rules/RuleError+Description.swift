extension RuleError: CustomStringConvertible {
    /// The error in people's words: the option, its value, and what would be right.
    public var description: String {
        let text = sentence.readable
        return quotedWord.flatMap { OddCharacter.note(on: $0.readable) }.map { text + $0 } ?? text
    }

    /// The word that is quoted, if it is one of the user's.
    private var quotedWord: String? {
        switch cause {
        case .noCommand(let word): word
        case .secondCommand(let word), .unknownOption(let word), .unexpectedWord(let word),
            .unknownFlag(let word),
            .value(let word, _), .address(let word, _, _):
            word
        default: nil
        }
    }

    private var sentence: String {
        switch cause {
        case .noCommand(let word): word.map(Self.noCommand) ?? "there is no command" + Self.commandHint
        case .secondCommand(let word): "'\(word)' is a second command; a line has one"
        case .unknownOption(let word): "there is no option '\(word)'" + Self.nearestOption(to: word)
        case .missingValue(let word): "'\(word)' needs a value"
        case .unwantedValue(let word): "'\(word)': the option has no value"
        case .unexpectedWord(let word): "'\(word)' belongs to no option"
        case .repeated(let kind): "\(Self.optionNames(kind)) may be given only once"
        case .value(let text, let option):
            "\(option) '\(text)': \(Self.valueNeeds[option] ?? "not a value")" + Self.savedMark(text, option)
        case .address(let text, let option, let error):
            "\(option) '\(text)': \(error) (\(Self.valueNeeds[option] ?? "ADDRESS:PORT, or [IPV6]:PORT"))"
        case .ipv6WithoutMark: "-6 stands behind -f MARK, and only there (an IPv6 address speaks for itself)"
        case .timeoutCount(let count): "--set needs three timeouts (TCP, TCP-FIN and UDP), not \(count)"
        case .unknownFlag(let flag): "-b: there is no scheduler flag '\(flag)' (\(Self.flagNames))"
        case .flagOfOtherScheduler(let flag, let scheduler):
            "-b: the flag '\(flag)' is not one of the scheduler \(scheduler) (-s \(flag.prefix(2)) has it)"
        case .missingOption(let kind, let owner): "\(owner.spelling) needs \(Self.optionNames(kind))"
        case .illegalOption(let kind, let owner): "\(owner.spelling) does not take \(Self.optionNames(kind))"
        case .conflict(let kind, let other, _):
            "\(Self.optionNames(kind)) and \(Self.optionNames(other)) exclude each other"
        case .portZero: "\(ConfigurationError.portZeroWithoutPersistence)"
        case .portMissing: "the port is missing (write ADDRESS:PORT; a service for every port needs -p)"
        case .onePacketNotUDP: "-o (one-packet scheduling) only works with -u and -f"
        case .otherFamily:
            "the server is not of the address family of its service, which only tunnel servers may be (-i)"
        case .tunnelWithOtherMethod: "tunnel options need -i"
        case .listConflict: "these options for listing exclude each other"
        default: textFault
        }
    }

    private var textFault: String {
        switch cause {
        case .lineTooLong: "the line is longer than \(Tokenizer.lineLimit) bytes"
        case .openQuotation: "the quotation is not closed on this line"
        case .continuedLine: "a line cannot be continued on the next one"
        case .zeroByte: "a zero byte: this is not a text file"
        case .notAChange(let command): "\(command) changes nothing, and does not belong into a document"
        default: ""
        }
    }

    private static let valueNeeds = [
        "-f": "a firewall mark is a number from 1 to 4294967295",
        "-p": "a persistence timeout is a number of seconds from 1 to 2678400",
        "-M": "a mask is written like 255.255.255.0 for IPv4, or as a prefix length from 1 to 128 for IPv6",
        "-w": "a weight is a number from 0 to 2147483647",
        "-x": "a threshold is a number of connections from 0 to 2147483647",
        "-y": "a threshold is a number of connections from 0 to 2147483647",
        "--tun-type": "a tunnel is of type ipip, gue or gre",
        "--tun-port": "a port is a number from 1 to 65535",
        "--syncid": "a sync identity is a number from 0 to 255",
        "--sync-maxlen": "a message length is a number of bytes from 1 to 65507",
        "--mcast-group": "a multicast address of IPv4 or IPv6 is needed",
        "--mcast-port": "a port is a number from 1 to 65535",
        "--mcast-ttl": "a time to live is a number from 1 to 255",
        "--set": "a timeout is a number of seconds from 0 to 2678400",
        "--start-daemon": "a sync daemon is a master or a backup",
        "--stop-daemon": "a sync daemon is a master or a backup",
    ]

    private static let commandHint = " (a rule begins with one, such as -A or -a)"

    private static func noCommand(_ word: String) -> String {
        let command = OptionTable.row {
            $0.isCommand && ($0.longSpelling == word || $0.longSpelling == "--\(word)")
        }
        if let command, command.longSpelling == word, let need = valueNeeds[word] {
            return "'\(word)' needs a value (\(need))"
        }
        if let command, command.longSpelling != word {
            let names = command.letter == 0 ? [] : [command.spelling]
            return
                "'\(word)' is no command (\((names + [command.longSpelling]).joined(separator: " or ")) is one)"
        }
        if OddCharacter.note(on: word.readable) != nil { return "'\(word)' is no command" }
        let nearest = nearestOption(to: word)
        return "'\(word)' is no command" + (nearest.isEmpty ? commandHint : nearest)
    }

    /// The option that a long name resembles, as a hint; empty if it resembles none.
    private static func nearestOption(to word: String) -> String {
        guard word.hasPrefix("--") else { return "" }
        let known = OptionTable.rows.indices.map { OptionTable.rows[$0].longSpelling }
        let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
        return Spelling.nearest(name, among: known).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// What a negative mark means, since ipvsadm saves large marks like that although it does not read them.
    private static func savedMark(_ text: String, _ option: String) -> String {
        guard option == "-f", let number = Int32(text), number < 0 else { return "" }
        return " (ipvsadm writes \(UInt32(bitPattern: number)) like this)"
    }

    private static let flagNames = "flag-1 flag-2 flag-3 sh-fallback sh-port mh-fallback mh-port"

    /// How the options that ipvsadm calls by one name are written.
    private static func optionNames(_ kind: String) -> String {
        let rows = OptionTable.rows.indices.map { OptionTable.rows[$0] }
            .filter { $0.entry.column?.ipvsadmName == kind }
        let names = (rows.filter { $0.letter != 0 } + rows.filter { $0.letter == 0 }).map(\.spelling)
        guard names.count > 1, let last = names.last else { return names.first ?? kind }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension RuleError.Owner {
    /// How people write the command or the kind of tunnel.
    fileprivate var spelling: String {
        switch self {
        case .command(let name): CommandName.allCases.first { $0.ipvsadmName == name }?.spelling ?? name
        case .tunnel(let type): "--tun-type \(type)"
        }
    }
}

extension AddressError: CustomStringConvertible {
    /// The error as half a sentence.
    public var description: String {
        switch self {
        case .empty: "no address"
        case .digitsOnly: "a number is neither an address nor ADDRESS:PORT"
        case .brackets: "']' must be followed by ':' and a port"
        case .port(""): "no port behind ':'"
        case .port(let text): "'\(text)' is no port from 0 to 65535, nor a known service"
        case .host(""): "no address before ':'"
        case .host(let text): "'\(text)' is no address, nor a known host"
        case .lookup(let name, let error): "'\(name)': \(error)"
        }
    }
}
