import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct HeldTextTests {
    @Test(arguments: [0, 1, 16_383, 16_384, 100_000])
    func returnsWhatItWasGiven(length: Int) throws {
        let wanted = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var text = HeldText()
        var bytes: [UInt8] = []
        for byte in wanted {
            bytes.append(byte)
            text.addPiece(&bytes)
        }
        text.addLast(&bytes)
        #expect(bytes.isEmpty)
        #expect(try Self.content(text) == wanted)
    }

    /// The kernel does not copy into a file that is only appended to.
    @Test(arguments: [O_TRUNC, O_APPEND])
    func isWrittenBehindWhatIsThere(flag: Int32) throws {
        let folder = try ScratchFolder()
        let path = try folder.write("first", to: "file")
        let descriptor = open(path, O_WRONLY | flag)
        defer { close(descriptor) }
        let wanted = (0..<100_000).map { UInt8(ascii: " ") + UInt8($0 % 89) }
        var text = HeldText()
        for start in stride(from: 0, to: wanted.count, by: 30_000) {
            var bytes = Array(wanted[start..<min(start + 30_000, wanted.count)])
            text.addPiece(&bytes)
            if !bytes.isEmpty { text.addLast(&bytes) }
        }
        var output = OutputStream(descriptor: descriptor, path: path)
        try output.write("second")
        try text.write(to: &output)
        try output.flush()
        let before = flag == O_APPEND ? "firstsecond" : "second"
        #expect(try folder.read("file") == before + String(decoding: wanted, as: UTF8.self))
    }

    @Test func keepsNoMemory() {
        var text = HeldText()
        var bytes = [UInt8](repeating: 1, count: 20_000)
        let address = bytes.withUnsafeBufferPointer { $0.baseAddress }
        text.addPiece(&bytes)
        bytes.append(1)
        #expect(bytes.withUnsafeBufferPointer { $0.baseAddress } == address)
        #expect(text.lengthInMemory == 0)
    }

    @Test func beginsAgain() throws {
        var text = HeldText()
        var bytes = [UInt8](repeating: 1, count: 40_000)
        text.addPiece(&bytes)
        text.clear()
        bytes = Array("new".utf8)
        text.addLast(&bytes)
        #expect(try Self.content(text) == Array("new".utf8))
    }

    @Test func staysInMemoryWithoutAFile() throws {
        var text = HeldText(folder: "/nonexistent")
        var bytes = [UInt8](repeating: 1, count: 40_000)
        text.addPiece(&bytes)
        bytes = [2]
        text.addLast(&bytes)
        #expect(text.lengthInMemory == 40_001)
        #expect(try Self.content(text) == [UInt8](repeating: 1, count: 40_000) + [2])
    }

    @Test func passesErrorsOn() {
        var text = HeldText()
        var bytes = [UInt8](repeating: 1, count: 40_000)
        text.addPiece(&bytes)
        var error: FileError?
        do throws(FileError) {
            try text.forEachPiece { _ throws(FileError) in throw FileError(.write, "-", .noSpace) }
        } catch let caught {
            error = caught
        }
        #expect(error?.errno == .noSpace)
    }

    private static func content(_ text: consuming HeldText) throws(FileError) -> [UInt8] {
        var content: [UInt8] = []
        try text.forEachPiece { piece throws(FileError) in content += piece }
        return content
    }
}
