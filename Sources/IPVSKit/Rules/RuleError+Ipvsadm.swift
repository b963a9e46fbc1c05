extension RuleError {
    /// The status with which ipvsadm exits.
    package var ipvsadmStatus: Int32 {
        switch cause {
        case .noCommand, .unknownOption, .missingValue, .unwantedValue: 255
        default: 2
        }
    }

    /// What ipvsadm, called by the name `program`, prints on standard error, without the line break at the end.
    package func ipvsadmMessage(program: String = "ipvsadm") -> String {
        switch cause {
        case .noCommand: Self.ipvsadmHint(program: program)
        case .secondCommand(let word): "invalid option `\(word)'"
        case .unknownOption(let word): "\(word): unknown option"
        case .missingValue(let word): "\(word): missing argument"
        case .unwantedValue(let word): "\(word): option does not take an argument"
        case .unexpectedWord(let word): "unexpected argument \(word)"
        case .repeated(let kind): "multiple '\(kind)' options specified"
        case .value(let text, let option): Self.valueMessage(text, option)
        case .address(_, let option, _): Self.addressMessage(option)
        case .ipv6WithoutMark: "-6 used before -f\n"
        case .timeoutCount: "--set option requires 3 timeout values"
        case .unknownFlag(let flag): "invalid scheduler flag `\(flag)'"
        case .flagOfOtherScheduler(let flag, _): "incompatible scheduler flag `\(flag)'"
        case .missingOption(let kind, let owner): "You need to supply the '\(kind)' option for the \(owner)"
        case .illegalOption(let kind, let owner): "Illegal '\(kind)' option with the \(owner)"
        case .conflict(let kind, let other, let owner):
            "The option '\(kind)' conflicts with the '\(other)' option in the \(owner)"
        case .portZero, .portMissing: "Zero port specified for non-persistent service"
        case .onePacketNotUDP: "One-Packet Scheduling is only for UDP virtual services"
        case .otherFamily: "Different address family is allowed only for tunneling servers"
        case .tunnelWithOtherMethod: "Tunnel options conflict with forward method"
        case .listConflict: "options conflicts in the list command"
        case .lineTooLong, .openQuotation, .continuedLine, .zeroByte, .notAChange: description
        }
    }

    /// What ipvsadm prints when it does not know what to do.
    package static func ipvsadmHint(program: String) -> String {
        "Try `\(program) -h' or '\(program) --help' for more information."
    }

    private static func addressMessage(_ option: String) -> String {
        switch option {
        case "-r": "illegal real server address[:port] specified"
        case "-M": "illegal virtual server persistent mask specified"
        default: "illegal virtual server address[:port] specified"
        }
    }

    private static func valueMessage(_ text: String, _ option: String) -> String {
        switch option {
        case "-f": "invalid fwmark value `\(text)' specified"
        case "-p", "--set": "invalid timeout value `\(text)' specified"
        case "--mcast-group": "invalid IPv\(text.contains(":") ? 6 : 4) mcast-group `\(text)'"
        case "--start-daemon": "illegal start-daemon parameter specified"
        default: "illegal \(valueNames[option] ?? option) specified"
        }
    }

    private static let valueNames = [
        "-M": "ipv6 netmask", "-w": "weight", "-x": "u_threshold", "-y": "l_threshold",
        "--tun-type": "tunnel type", "--tun-port": "tunnel port", "--syncid": "syncid",
        "--sync-maxlen": "sync-maxlen", "--mcast-port": "mcast-port", "--mcast-ttl": "mcast-ttl",
        "--stop-daemon": "start_daemon",
    ]
}

extension RuleError.Owner: CustomStringConvertible {
    /// `'add-server' command` or `'gue' tunnel type`.
    package var description: String {
        switch self {
        case .command(let name): "'\(name)' command"
        case .tunnel(let type): "'\(type)' tunnel type"
        }
    }
}
