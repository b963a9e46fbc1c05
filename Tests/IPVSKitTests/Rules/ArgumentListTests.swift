import Testing

@testable import IPVSKit

@Suite struct ArgumentListTests {
    @Test(arguments: [[], [""], ["a"], ["", ""], ["ipvsadm", "-A", "", "-t"], ["--", "x y", "é"]])
    func keepsWords(words: [String]) {
        let list = ArgumentList(words.map { Array($0.utf8) })
        #expect(list.texts == words)
        #expect(list.dropFirst().texts == Array(words.dropFirst()))
        #expect(list.first == words.first.map { Array($0.utf8) })
        #expect(list.isEmpty == words.isEmpty)
        #expect(list.line == words.joined(separator: " "))
        var other = ArgumentList()
        for word in words { unsafe word.withCString { unsafe other.append(cString: $0) } }
        #expect(other == list)
    }

    @Test func keepsWhatIsNotText() {
        let list = ArgumentList([[0xFF, 0x2D], [0x61, 0, 0x62]])
        var words: [[UInt8]] = []
        list.forEach { words.append($0) }
        // No argument goes on behind a zero.
        #expect(words == [[0xFF, 0x2D], [0x61]])
    }
}
