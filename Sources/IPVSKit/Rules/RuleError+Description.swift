extension RuleError: CustomStringConvertible {
    /// The error as a message for people: the option, its value, and what would be right.
    package var description: String {
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
            Self.isNot(text, option) + Self.savedMark(text, option)
        case .address(let text, let option, let error):
            if option == "-M", case .host = error {
                Self.isNot(text, option)
            } else {
                "\(option): '\(text)': \(error) (ADDRESS:PORT, or [IPV6]:PORT)"
            }
        case .ipv6WithoutMark: "-6 belongs after -f MARK, and only there (an IPv6 address needs no -6)"
        case .timeoutCount(let count): "--set needs three timeouts (TCP, TCP-FIN and UDP), not \(count)"
        case .unknownFlag(let flag):
            "-b: there is no scheduler flag '\(flag)' (\(ServiceFlags.names.map(\.name).joined(separator: " ")))"
        case .flagOfOtherScheduler(let flag, let scheduler):
            "-b: the flag '\(flag)' is not one of the scheduler \(scheduler) (-s \(flag.prefix(2)) has it)"
        case .missingOption(let kind, let owner): "\(owner.spelling) needs \(Self.optionNames(kind))"
        case .illegalOption(let kind, let owner): "\(owner.spelling) does not take \(Self.optionNames(kind))"
        case .conflict(let kind, let other, _):
            "\(Self.optionNames(kind)) and \(Self.optionNames(other)) exclude each other"
        case .portZero: ConfigurationError.portZeroWithoutPersistence.withOptions
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
        case .notAChange(let command): "\(command) changes nothing, and does not belong in a document"
        default: ""
        }
    }

    private static func isNot(_ text: String, _ option: String) -> String {
        "\(option): '\(text)' is not \(expected(option) ?? "a value")"
    }

    /// What a right value of an option is.
    private static func expected(_ option: String) -> String? {
        switch option {
        case "--start-daemon", "--stop-daemon": return "a role (master or backup)"
        case "--set":
            return NumberKind("a timeout", 0...VirtualService.timeoutLimit, unit: " seconds").description
        case "-t", "-u", "--sctp-service", "-r": return nil
        default:
            let row = OptionTable.row { $0.spelling == option }
            return row?.field?.expected
        }
    }

    private static let commandHint = " (a rule begins with one, such as -A or -a)"

    private static func noCommand(_ word: String) -> String {
        let command = OptionTable.row {
            $0.isCommand && ($0.longSpelling == word || $0.longSpelling == "--\(word)")
        }
        if let command, command.longSpelling == word, expected(word) != nil {
            return "'\(word)' needs a value (master or backup)"
        }
        if let command, command.longSpelling != word {
            let names = command.letter == 0 ? [] : [command.spelling]
            return
                "'\(word)' is not a command (\((names + [command.longSpelling]).joined(separator: " or ")) is one)"
        }
        if OddCharacter.note(on: word.readable) != nil { return "'\(word)' is not a command" }
        let nearest = nearestOption(to: word)
        return "'\(word)' is not a command" + (nearest.isEmpty ? commandHint : nearest)
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

    /// How the options that ipvsadm calls by one name are written.
    private static func optionNames(_ kind: String) -> String {
        let rows = OptionTable.rows.indices.map { OptionTable.rows[$0] }
            .filter { $0.entry.column?.ipvsadmName == kind }
        let names = (rows.filter { $0.letter != 0 } + rows.filter { $0.letter == 0 }).map(\.spelling)
        guard names.count > 1, let last = names.last else { return names.first ?? kind }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension OptionRow {
    /// The field that has this option; nil if none has.
    fileprivate var field: Field? {
        Field.allCases.first { $0.definition.word.description == long.description }
    }
}

extension ConfigurationError {
    /// The error with the options that would mend it.
    package var withOptions: String {
        switch self {
        case .portZeroWithoutPersistence: "\(self) (give a port, or add -p)"
        case .engineWithoutPersistence: "\(self) (add -p)"
        case .tunnelWithoutTunnelMethod: "\(self) (use -i)"
        case .tunnelPort(0, _): "\(self) (--tun-port)"
        default: description
        }
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
    package var description: String {
        switch self {
        case .empty: "no address"
        case .digitsOnly: "a number is neither an address nor ADDRESS:PORT"
        case .brackets: "']' must be followed by ':' and a port"
        case .port(""): "no port after ':'"
        case .port(let text): "'\(text)' is no port from 0 to 65535, nor a known service"
        case .host(""): "no address before ':'"
        case .host(let text): "'\(text)' is neither an address nor a known host"
        case .lookup(let name, let error): "'\(name)': \(error)"
        }
    }
}
