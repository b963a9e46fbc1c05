import Foundation
import Testing

@testable import IPVSKit

@Suite struct ArgumentListTests {
    @Test(arguments: [[], [""], ["a"], ["", ""], ["ipvsadm", "-A", "", "-t"], ["--", "x y", "é"]])
    func keepsWords(words: [String]) throws {
        let list = ArgumentList(words.map { Array($0.utf8) })
        try Self.expect(words, in: list)
        try Self.expect(Array(words.dropFirst()), in: list.dropFirst())
        try Self.expect(Array(words.dropFirst(2)), in: list.dropFirst().dropFirst())

        var strings = words.map { unsafe strdup($0) } + [nil]
        defer { for string in unsafe strings { unsafe free(string) } }
        try Self.expect(words, in: unsafe ArgumentList(&strings))
    }

    private static func expect(_ words: [String], in list: ArgumentList) throws {
        #expect(list.texts == words)
        #expect(list.firstText == words.first)
        #expect(list.isEmpty == words.isEmpty)
        #expect(list.line == words.joined(separator: " "))
        let lent = try list.withWords { text, words in
            words.indices.map { text.extracting(words[$0].text.range).string }
        }
        #expect(lent == words)
    }

    @Test func keepsWhatIsNotText() {
        let list = ArgumentList([[0xFF, 0x2D], [0x61, 0, 0x62]])
        var bytes: [UInt8] = []
        list.withFirst { first in bytes = first.indices.map { first[$0] } }
        #expect(bytes == [0xFF, 0x2D])
        // No argument goes on behind a zero.
        #expect(list.dropFirst().texts == ["a"])
    }
}
