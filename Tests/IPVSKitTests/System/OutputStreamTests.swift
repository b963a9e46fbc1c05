import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct OutputStreamTests {
    private static func text(_ pieces: [String], to path: String) throws(FileError) {
        var output = try OutputStream(writingTo: path)
        for piece in pieces { try output.write(piece) }
        try output.flush()
    }

    @Test("Pieces are written in their order")
    func order() throws {
        let folder = try ScratchFolder()
        let pieces =
            (0..<3000).map { String(repeating: "\($0) ", count: $0 % 41) } + [
                String(repeating: "long", count: 50_000), "end",
            ]
        let path = try folder.write("", to: "file")
        try Self.text(pieces, to: path)
        #expect(try folder.read("file") == pieces.joined())
    }

    @Test("Nothing is written before the buffer is full")
    func buffering() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("", to: "file")
        var output = try OutputStream(writingTo: path)
        try output.write(Array(repeating: 65, count: 1000))
        #expect(try folder.read("file").isEmpty)
        try output.write(Array(repeating: 66, count: 16_000))
        #expect(try folder.read("file").count == 1000)
        try output.flush()
        #expect(try folder.read("file").count == 17_000)
    }

    @Test("A full disk is an error")
    func fullDisk() {
        var error: FileError?
        do { try Self.text(["x"], to: "/dev/full") } catch let found { error = found }
        #expect(error == FileError(.write, "/dev/full", .noSpace))
    }

    @Test("A closed pipe is an error and does not kill the process")
    func closedPipe() throws {
        StandardStreams.prepare()
        let folder = try ScratchFolder()
        let path = folder.file("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        // Not for programs that another test starts at this moment.
        let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        var output = try OutputStream(writingTo: path)
        close(reader)
        try output.write("x")
        var error: FileError?
        do { try output.flush() } catch let found { error = found }
        #expect(error == FileError(.write, path, .brokenPipe))
        // What could not be sent is not tried again.
        try output.flush()
    }

    @Test("Writing waits for a non-blocking pipe")
    func nonblockingPipe() throws {
        let pipe = Pipe()
        let number = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(number, F_SETFL, O_NONBLOCK) == 0)
        let received = Mailbox()
        let reader = Thread {
            Thread.sleep(forTimeInterval: 0.05)
            received.data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        }
        reader.start()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        var output = OutputStream(descriptor: number, path: "pipe")
        try output.write(bytes)
        try output.flush()
        try pipe.fileHandleForWriting.close()
        while !reader.isFinished { Thread.sleep(forTimeInterval: 0.01) }
        #expect(received.data == Data(bytes))
    }

    @Test("A file is not a terminal")
    func terminal() throws {
        #expect(try !OutputStream(writingTo: "/dev/null").isTerminal)
    }
}

/// Written by one thread, read by another after it has ended.
private final class Mailbox: @unchecked Sendable {
    var data = Data()
}
