import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct AtomicFileTests {
    private static func write(_ text: String, to path: String) throws(FileError) {
        try AtomicFile.write(Array(text.utf8), to: path)
    }

    private static func error(_ body: () throws(FileError) -> Void) -> FileError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    private static func mode(_ path: String) throws -> UInt32? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? UInt32
    }

    @Test("A new file is readable by its owner only")
    func mode() throws {
        let folder = try ScratchFolder()
        try Self.write("one", to: folder.file("new"))
        #expect(try folder.read("new") == "one")
        #expect(try Self.mode(folder.file("new")) == 0o600)
        #expect(folder.names == ["new"])
    }

    @Test("A file that is there keeps its mode", arguments: [0o644, 0o600, 0o640, 0o660, 0o444])
    func keepsTheMode(mode: UInt32) throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(try AtomicFile.write([65], to: path) == nil)
        #expect(try Self.mode(path) == mode)
        #expect(try folder.read("file") == "A")
    }

    @Test("A file is replaced; open descriptors keep the old one")
    func replacement() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        let open = try InputFile(path)
        try Self.write("new", to: path)
        #expect(try folder.read("file") == "new")
        #expect(try open.readAll() == Array("old".utf8))
    }

    @Test("A name without a folder is in the working folder")
    func workingFolder() throws {
        let name = "lvsctl-test-\(UUID().uuidString)"
        try Self.write("x", to: name)
        #expect(try InputFile.contents(of: name) == Array("x".utf8))
        try FileManager.default.removeItem(atPath: name)
    }

    @Test("Symbolic links stay links")
    func links() throws {
        let folder = try ScratchFolder()
        let files = FileManager.default
        _ = try folder.write("old", to: "target")
        try files.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
        try files.createSymbolicLink(atPath: folder.file("a"), withDestinationPath: "sub/../b")
        try files.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: folder.file("target"))
        try files.createSymbolicLink(atPath: folder.file("dangling"), withDestinationPath: "sub/made")
        try Self.write("new", to: folder.file("a"))
        try Self.write("made", to: folder.file("dangling"))
        #expect(try folder.read("target") == "new")
        #expect(try folder.read("sub/made") == "made")
        #expect(try files.destinationOfSymbolicLink(atPath: folder.file("a")) == "sub/../b")
        #expect(folder.names == ["a", "b", "dangling", "sub", "target"])
    }

    @Test("A circle of links is an error")
    func circle() throws {
        let folder = try ScratchFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.file("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: "a")
        let path = folder.file("a")
        #expect(Self.error { () throws(FileError) in try Self.write("x", to: path) }?.errno == .tooManyLinks)
    }

    @Test("A failure leaves the old file and nothing else")
    func failure() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        let error = Self.error { () throws(FileError) in
            try AtomicFile.replace(path) { output throws(FileError) in
                try output.write(Array(repeating: 65, count: 200_000))
                throw FileError(.write, path, .noSpace)
            }
        }
        #expect(error?.description == "cannot write \(path): no space left on device (ENOSPC)")
        #expect(try folder.read("file") == "old")
        #expect(folder.names == ["file"])
    }

    @Test("Devices are written in place")
    func devices() throws {
        try Self.write("x", to: "/dev/null")
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
                == .typeCharacterSpecial
        )
        #expect(
            Self.error { () throws(FileError) in try Self.write("x", to: "/dev/full") }?.errno == .noSpace
        )
    }

    @Test(
        "Errors name the file and the cause",
        arguments: [
            ("", Errno.noSuchEntry), ("/nonexistent/x", .noSuchEntry), ("/", .isFolder), ("/tmp", .isFolder),
            ("/dev/null/x", Errno(rawValue: 20)), ("/proc/version/", Errno(rawValue: 20)), ("a\0b", .invalid),
            ("/tmp/" + String(repeating: "x", count: 256), Errno(rawValue: 36)),
        ]
    )
    func errors(path: String, errno: Errno) {
        let error = Self.error { () throws(FileError) in try Self.write("x", to: path) }
        #expect(error == FileError(.write, path, errno))
    }

    @Test("A reader never sees half a file")
    func atomicity() throws {
        let folder = try ScratchFolder()
        let path = folder.file("file")
        let versions = ["a", "b"].map { Array(String(repeating: $0, count: 300_000).utf8) }
        try AtomicFile.write(versions[0], to: path)
        let writer = Thread {
            for index in 0..<40 { _ = try? AtomicFile.write(versions[index % 2], to: path) }
        }
        writer.start()
        while !writer.isFinished {
            let found = try InputFile.contents(of: path)
            #expect(versions.contains(found))
        }
    }
}
