import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct RuleInputTests {
    /// What comes out of a file: the lines' numbers, and what is wrong with those that are wrong.
    private static func read(_ text: String, asRestore: Bool = true) throws -> [String] {
        let folder = try ScratchFolder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("rules")))
        var input = try RuleInput(folder.file("rules"), reader: RuleReader(asRestore: asRestore))
        var found: [String] = []
        repeat {
            while true {
                do throws(RuleError) {
                    guard try input.next() != nil else { break }
                    found.append("\(input.line)")
                } catch {
                    found.append("\(input.line): \(error.cause)")
                }
            }
        } while try input.fill()
        return found
    }

    @Test("Line numbers continue across pieces")
    func lineNumbers() throws {
        let lines = 5000
        let text = (1...lines).map { "-A -t 10.0.0.1:\($0) -s rr\($0.isMultiple(of: 7) ? "\n" : "")\n" }
            .joined()
        let expected = (0..<lines).map { "\($0 + 1 + $0 / 7)" }
        #expect(try Self.read(text) == expected)
    }

    @Test(
        "Short files are read",
        arguments: [("", []), ("\n", []), ("-C", ["1"]), ("-C\n", ["1"]), ("\n\n-C", ["3"])]
    )
    func shortFiles(text: String, expected: [String]) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test("Overlong lines are skipped", arguments: [65_536, 65_537, 81_920, 300_000, 1_000_000])
    func longLines(length: Int) throws {
        let text = "-C\n" + String(repeating: "x", count: length) + "\n-C\n-C"
        let found = try Self.read(text)
        #expect(found.count == 4)
        #expect(found.first == "1" && found.suffix(2) == ["3", "4"])
        #expect(found[1].hasPrefix(length > 65_536 ? "2: lineTooLong" : "2: noCommand"))
    }

    @Test("Input says whether reading would block")
    func waiting() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        var input = RuleInput(InputFile(descriptor: descriptor, path: "-"), reader: RuleReader())
        var found = [input.mustWait]
        try pipe.fileHandleForWriting.write(contentsOf: Data("-C\n-C\n-".utf8))
        found.append(input.mustWait)
        found.append(try input.fill())
        var commands = [try input.next(), try input.next(), try input.next()]
        found.append(input.mustWait)
        try pipe.fileHandleForWriting.write(contentsOf: Data("C".utf8))
        try pipe.fileHandleForWriting.close()
        found.append(input.mustWait)
        found.append(try input.fill())
        commands.append(try input.next())
        found.append(try input.fill())
        #expect(found == [true, false, true, true, false, true, false])
        #expect(commands == [.change(.clear), .change(.clear), nil, .change(.clear)])
    }
}
