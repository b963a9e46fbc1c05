import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct InputFileTests {
    private static func error(_ path: String, limit: Int = InputFile.defaultLimit) -> FileError? {
        do {
            _ = try InputFile.contents(of: path, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test("Whole files are read", arguments: [0, 1, 65535, 65536, 65537, 1_000_000])
    func wholeFiles(length: Int) throws {
        let folder = try ScratchFolder()
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file("file")))
        #expect(try InputFile.contents(of: folder.file("file")) == bytes)
    }

    /// Finding the end of a file must not copy it into twice the memory.
    @Test("Memory is proportional to the file")
    func memory() throws {
        let folder = try ScratchFolder()
        let path = try folder.write(String(repeating: "x", count: 1_000_000), to: "file")
        let bytes = try InputFile.contents(of: path)
        #expect(bytes.count == 1_000_000)
        #expect(bytes.capacity < 1_100_000)
    }

    @Test("Files of unknown length are read")
    func unknownLength() throws {
        #expect(try InputFile.contents(of: "/proc/self/status").starts(with: Array("Name:".utf8)))
    }

    @Test("Pipes are read")
    func pipes() throws {
        let pipe = Pipe()
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        let writer = Thread {
            try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        #expect(try InputFile.contents(of: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == bytes)
    }

    @Test("Reading waits for non-blocking pipes")
    func nonblockingPipes() throws {
        let pipe = Pipe()
        let number = pipe.fileHandleForReading.fileDescriptor
        #expect(fcntl(number, F_SETFL, O_NONBLOCK) == 0)
        let writer = Thread {
            Thread.sleep(forTimeInterval: 0.05)
            try? pipe.fileHandleForWriting.write(contentsOf: Data("late".utf8))
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        #expect(try InputFile(descriptor: number, path: "pipe").readAll() == Array("late".utf8))
    }

    @Test(
        "Errors name the file and the cause",
        arguments: [
            ("", Errno.noSuchEntry), ("/nonexistent", .noSuchEntry), ("/", .isFolder),
            ("/dev/null/x", Errno(rawValue: 20)),
            ("a\0b", .invalid),
        ]
    )
    func errors(path: String, errno: Errno) {
        #expect(Self.error(path) == FileError(.read, path, errno))
    }

    @Test("The length is limited")
    func lengthLimit() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("12345", to: "file")
        #expect(Self.error(path, limit: 5) == nil)
        #expect(Self.error(path, limit: 4)?.errno == .fileTooLarge)
        // Endless, and without a length to be seen before.
        #expect(Self.error("/dev/zero", limit: 1_000_000)?.errno == .fileTooLarge)
        #expect(
            Self.error("/dev/zero", limit: 1000)?.description
                == "cannot read /dev/zero: file too large (EFBIG): more than 1024 MiB"
        )
    }

    @Test("Standard input has a name in errors")
    func standardInput() {
        #expect(
            FileError(.read, "-", .isFolder).description
                == "cannot read standard input: is a directory (EISDIR)"
        )
        #expect(FileError(.write, "-", .noSpace).description.hasPrefix("cannot write standard output: "))
    }

    private static func lines(_ path: String) throws -> [String] {
        var reader = try LineReader(path)
        var found: [String] = []
        while let line = try reader.next({ line in
            String(decoding: line.indices.map { line[$0] }, as: UTF8.self)
        }) {
            found.append(line)
        }
        #expect(reader.line == found.count)
        return found
    }

    @Test(
        "Lines are read",
        arguments: [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
            ("\n\nx\r\n", ["", "", "x\r"]),
        ]
    )
    func lines(text: String, lines: [String]) throws {
        let folder = try ScratchFolder()
        #expect(try Self.lines(folder.write(text, to: "file")) == lines)
    }

    @Test("Lines of any length are read")
    func lineLengths() throws {
        let folder = try ScratchFolder()
        let lines = (0..<60).map { String(repeating: "\($0 % 10)", count: $0 * $0 * $0) }
        #expect(try Self.lines(folder.write(lines.joined(separator: "\n"), to: "file")) == lines)
    }

    @Test("Lines are read wherever a read ends", arguments: 1...5)
    func readBoundaries(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: seed)
        let lines = (0..<5000).map { _ in String(repeating: "x", count: Int(random.next() % 130)) } + ["end"]
        #expect(
            try Self.lines(folder.write(lines.joined(separator: "\n"), to: "file")) == lines,
            "seed \(seed)"
        )
    }

    @Test("Of a line that is too long the beginning is handed out, and the next line follows")
    func longLine_isCut() throws {
        let folder = try ScratchFolder()
        let limit = LineReader.lineLimit
        let lengths = [limit, limit + 1, limit + 300_000, 3]
        let text = lengths.map { String(repeating: "x", count: $0) }.joined(separator: "\n")
        var reader = try LineReader(try folder.write(text, to: "file"))
        var found: [Int] = []
        while let length = try reader.next({ $0.count }) { found.append(length) }
        #expect(found == [limit, limit + 1, limit + 1, 3])
        #expect(reader.line == 4)
    }
}
