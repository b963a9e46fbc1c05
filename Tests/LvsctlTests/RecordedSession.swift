import Foundation
import IPVSKit
import Testing

@testable import lvsctl

/// Command lines with their output, as a file of text.
///
/// `$ lvsctl …` is run; below it stand its standard output, its standard error with `! ` before each line, and
/// `[STATUS]` unless that is 0. `#` and a blank begin a comment. `@ …` sets something up, see
/// ``SessionPlayer/setUp(_:)``. `@/` in a word stands for a folder of the session's own; `$ cat FILE` shows a file
/// there, and `$ write FILE` fills one with the lines behind it that begin with `> `.
struct RecordedSession: CustomTestStringConvertible {
    let name: String
    private let text: String

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Sessions")

    /// All sessions that are recorded.
    static func all() throws -> [RecordedSession] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { name in
            let url = folder.appendingPathComponent(name)
            return RecordedSession(name: name, text: try String(contentsOf: url, encoding: .utf8))
        }
    }

    var testDescription: String { name }

    /// The command lines as they are recorded, each with the lines below it.
    var blocks: [(command: String, answer: [String])] {
        var blocks: [(command: String, answer: [String])] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("$ ") {
                blocks.append((String(line.dropFirst(2)), []))
            } else if !line.hasPrefix("# "), !line.hasPrefix("@ "), !blocks.isEmpty {
                blocks[blocks.count - 1].answer.append(String(line))
            }
        }
        return blocks
    }

    /// Runs the session; returns the file as it should be if it is not, after recording it when that is wanted.
    func difference() throws -> String? {
        let played = try play()
        guard played != text else { return nil }
        if ProcessInfo.processInfo.environment["LVSCTL_RECORD"] != nil {
            let url = Self.folder.appendingPathComponent(name)
            try played.write(to: url, atomically: true, encoding: .utf8)
        }
        return Self.firstDifference(text, played)
    }

    private func play() throws -> String {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        var player = SessionPlayer(scratch: scratch.path)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            try player.play(String(line))
        }
        return player.finished()
    }

    private static func firstDifference(_ wanted: String, _ found: String) -> String {
        let wanted = wanted.split(separator: "\n", omittingEmptySubsequences: false)
        let found = found.split(separator: "\n", omittingEmptySubsequences: false)
        let count = max(wanted.count, found.count)
        let index = (0..<count).first { index in
            index >= wanted.count || index >= found.count || wanted[index] != found[index]
        }
        guard let index else { return "" }
        let start = max(0, index - 4)
        let left = wanted[start..<min(wanted.count, index + 3)].joined(separator: "\n")
        let right = found[start..<min(found.count, index + 3)].joined(separator: "\n")
        return "line \(index + 1)\n--- recorded\n\(left)\n--- now\n\(right)"
    }
}

/// Plays the lines of a session one by one.
private struct SessionPlayer {
    private let scratch: String
    private let harness = ProgramHarness()
    private var result = ""
    private var isInComment = false
    private var file: (path: String, text: String)?

    init(scratch: String) {
        self.scratch = scratch
        // Times are shown in the zone of the host.
        setenv("TZ", "UTC", 1)
    }

    mutating func play(_ line: String) throws {
        if let file, line.hasPrefix("> ") {
            result += line + "\n"
            self.file = (file.path, file.text + line.dropFirst(2) + "\n")
            return
        }
        if let file { try file.text.write(toFile: file.path, atomically: true, encoding: .utf8) }
        file = nil
        defer { isInComment = line.hasPrefix("# ") }
        if line.hasPrefix("# ") {
            result += (isInComment || result.isEmpty ? "" : "\n") + line + "\n"
        } else if line.hasPrefix("@ ") {
            result += line + "\n"
            setUp(line.dropFirst(2).split(separator: " ").map(String.init))
        } else if line.hasPrefix("$ ") {
            result += line + "\n"
            try run(
                shellWords(line.dropFirst(2)).map { $0.replacingOccurrences(of: "@/", with: scratch + "/") }
            )
        }
    }

    func finished() -> String { result }

    /// Changes what the following command lines run in.
    private func setUp(_ words: [String]) {
        let fixtures = RecordedSession.folder.deletingLastPathComponent().appendingPathComponent("Fixtures")
            .path
        switch (words.first, words.dropFirst().first, words.last.flatMap { Int($0) }) {
        case ("terminal", _, let width):
            harness.terminal = Terminal(width: width, isInteractive: true, refusesColor: false)
        case ("monochrome", "terminal", let width):
            harness.terminal = Terminal(width: width, isInteractive: true, refusesColor: true)
        case ("no", "terminal", _): harness.terminal = .none
        case ("disk", _, let space): harness.diskSpace = space
        case ("closed", "pipe", let space): (harness.diskSpace, harness.outputFailure) = (space, .brokenPipe)
        case ("busy", _, _): harness.kernel = BusyTable.make()
        case ("locked", _, _): harness.lockHolder = "process 7 lvsctl restore web.rules"
        case ("refusing", _, _): harness.kernel = RefusingTable()
        case ("unprivileged", _, _):
            harness.kernel = StandInTable(error: .unavailable(.noPermission))
            harness.publicTable = { ProcTable(folder: fixtures, ticksPerSecond: 100) }
        case ("user", "namespace", _): harness.kernel = StandInTable(error: .unavailable(.userNamespace))
        case ("no", "module", _): harness.kernel = StandInTable(error: .unavailable(.noModule))
        case ("changing", _, _): harness.kernel = StandInTable(error: .changing(attempts: 5))
        case ("settings", _, _): harness.settingsFolder = scratch
        case ("holds", _, _): harness.stateFolder = scratch
        case ("later", _, let seconds): harness.now += UInt64(seconds ?? 0)
        case ("estimation", "off", _): harness.settingsFolder = fixtures + "/estimation-off"
        case ("restless", _, _): harness.kernel = StandInTable(BusyTable.make().restless)
        default: preconditionFailure("unknown set-up \(words)")
        }
    }

    private mutating func run(_ words: [String]) throws {
        switch words.first {
        case "lvsctl":
            let run = harness.run(Array(words.dropFirst()))
            result += run.output.replacingOccurrences(of: scratch, with: "@")
                .replacingOccurrences(of: "\u{1B}", with: "␛")
            if !run.output.isEmpty, !run.output.hasSuffix("\n") { result += "(no newline)\n" }
            for line in run.errors.replacingOccurrences(of: scratch, with: "@").split(separator: "\n") {
                result += "! \(line)\n"
            }
            if run.status != 0 { result += "[\(run.status)]\n" }
        case "cat": result += try String(contentsOfFile: words[1], encoding: .utf8)
        case "write": file = (words[1], "")
        default: preconditionFailure("unknown command \(words)")
        }
    }
}

/// Splits a line as a shell does that knows only single quotes.
func shellWords(_ line: some StringProtocol) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
        switch character {
        case "'":
            isQuoted.toggle()
            word = word ?? ""
        case " " where !isQuoted:
            if let word { words.append(word) }
            word = nil
        default: word = (word ?? "") + String(character)
        }
    }
    if let word { words.append(word) }
    return words
}
