import IPVSKit

/// Runs one command line from its words to its exit status.
struct Program {
    let session: Session

    /// Runs a command line, program name first.
    func run(_ arguments: ArgumentList) -> Int32 {
        if let invocation = IpvsadmInvocation(arguments) { return session.run(invocation) }
        let oddWord = arguments.dropFirst().firstThatIsNoText
        let arguments = arguments.texts
        let words = Array(arguments.dropFirst())
        do {
            // Another file would be meant if the bytes were replaced.
            if let oddWord { throw UsageError("\(quoted(oddWord)) is not UTF-8", value: oddWord) }
            try dispatch(Grammar(arguments))
            try session.output.flush()
            return ExitStatus.done.rawValue
        } catch {
            return report(error, words).rawValue
        }
    }

    private func dispatch(_ grammar: Grammar) throws {
        switch grammar {
        case .verb(let verb, let words): try run(verb, words)
        case .help(let prefix): try write(HelpText.render(.verbs(prefix), of: VerbTable.groups))
        case .helpOfIpvsadm: try write(IpvsadmText.help)
        case .completion(let shell): try write(try Completions.script(for: shell))
        case .unknown(let word, let expected):
            throw UsageError("\(quoted(word)) is not \(expected)", value: word)
        }
    }

    private func run(_ type: any Verb.Type, _ words: [String]) throws {
        let verb = type.init()
        let wantsHelp = try CommandLineReader.read(words, into: verb)
        guard !wantsHelp else { return try write(HelpText.render(.verb(type), of: VerbTable.groups)) }
        let preferences = try verb.global.understood()
        let environment = session.environment(preferences)
        if type.concernsTable { environment.waysBack.noteUnconfirmed() }
        try verb.run(in: environment)
    }

    private func write(_ text: String) throws { try session.output.write(Array(text.utf8)) }

    /// Says what went wrong, after everything that was written before; returns the exit status.
    private func report(_ error: any Error, _ words: [String]) -> ExitStatus {
        if let error = error as? FileError, error.operation != .read {
            // Nobody reads on: there is nobody to tell, and nothing wrong with it.
            return error.errno == .brokenPipe ? .done : tell(error, words)
        }
        let answer = error as? Answer
        do {
            try session.output.flush()
        } catch {
            // An answer that could not be written is none.
            if answer != nil, error.errno != .brokenPipe { return tell(error, words) }
        }
        return answer?.status ?? tell(reported(error), words)
    }

    private func tell(_ error: some ReportedError, _ words: [String]) -> ExitStatus {
        try? session.errors.write(words.contains("--json") ? error.json(words) : error.text(words))
        return error.status
    }
}
