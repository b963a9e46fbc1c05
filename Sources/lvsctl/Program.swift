import ArgumentParser
import IPVSKit

/// Runs one command line from its words to its exit status.
struct Program {
    let session: Session

    /// Runs a command line, program name first.
    func run(_ arguments: [String]) -> Int32 {
        let words = Array(arguments.dropFirst())
        do throws(Failure) {
            try dispatch(Grammar(arguments))
            try flush()
            return ExitStatus.done.rawValue
        } catch {
            return report(error, words: words)
        }
    }

    private func dispatch(_ grammar: Grammar) throws(Failure) {
        switch grammar {
        case .verb(let verb, let words): try run(verb, words)
        case .version: try write(Version.text)
        case .help(nil): try write(Lvsctl.helpMessage())
        case .help(let type?): try write(type.helpMessage())
        case .completion(let words): try complete(words)
        case .unknown(let word, let expected):
            throw .usage(UsageError("\(quoted(word)) is not \(expected)", value: word))
        case .ipvsadm(let words, _):
            let word = words.first ?? "-L"
            throw .usage(
                UsageError(
                    "\(quoted(word)): ipvsadm's commands are not understood yet (see lvsctl help)",
                    value: word
                )
            )
        }
    }

    private func run(_ type: any Verb.Type, _ words: [String]) throws(Failure) {
        guard let verb = try parse(type, words) else { return }
        let preferences = try orUsageFailure { () throws(UsageError) in try verb.global.understood() }
        try verb.run(in: VerbContext(session: session, preferences: preferences))
    }

    /// Parses a verb's words; nil when they asked for help, which has then been written.
    private func parse(_ type: any Verb.Type, _ words: [String]) throws(Failure) -> (any Verb)? {
        do {
            return try type.parse(words)
        } catch {
            try help(error, of: type)
            return nil
        }
    }

    private func complete(_ words: [String]) throws(Failure) {
        do {
            var command = try Lvsctl.parseAsRoot(words)
            try command.run()
        } catch {
            try help(error, of: Lvsctl.self)
        }
    }

    /// Writes what ArgumentParser has to say if that is help, or fails with it if it is an error.
    private func help(_ error: any Error, of type: any ParsableCommand.Type) throws(Failure) {
        guard type.exitCode(for: error) != .success else {
            return try write(type.fullMessage(for: error))
        }
        throw .usage(UsageError(type.message(for: error).asProblem(of: type)))
    }

    private func write(_ text: String) throws(Failure) {
        var text = text[...]
        while text.last == "\n" { text.removeLast() }
        do {
            try session.output.writeLine(String(text))
        } catch {
            throw .output(error)
        }
    }

    private func flush() throws(Failure) {
        do {
            try session.output.flush()
        } catch {
            throw .output(error)
        }
    }

    /// Says what went wrong, after everything that was written before.
    private func report(_ failure: Failure, words: [String]) -> Int32 {
        // Nobody reads on: there is nobody to tell, and nothing wrong with it.
        if case .output(let error) = failure, error.errno == .brokenPipe { return ExitStatus.done.rawValue }
        if case .output = failure {} else { try? session.output.flush() }
        let report = FailureReport(failure, words: words)
        let text = words.contains("--json") ? report.json() : report.text()
        try? session.errors.write(text)
        return failure.status.rawValue
    }
}

extension String {
    /// ArgumentParser's message as half of one of our lines: small letter first, no full stop, where to look.
    fileprivate func asProblem(of type: any ParsableCommand.Type) -> String {
        var text = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while text.hasSuffix(".") { text.removeLast() }
        let configuration = type.configuration
        let path = [configuration._superCommandName?.dropProgramName(), configuration.commandName]
        let topic = type == Lvsctl.self ? "" : " " + path.compactMap { $0 }.joined(separator: " ")
        return text.prefix(1).lowercased() + text.dropFirst() + " (see lvsctl help\(topic))"
    }

    fileprivate func dropProgramName() -> String? {
        let rest = split(separator: " ").dropFirst()
        return rest.isEmpty ? nil : rest.joined(separator: " ")
    }
}
