/// Guesses what a misspelt word was meant to be.
package enum Spelling {
    /// Nothing is guessed for longer words, in bytes: they may be as long as a document.
    private static let lengthLimit = 40

    /// Returns the known word that a word most resembles; nil if it resembles none.
    package static func nearest(_ word: String, among known: some Sequence<String>) -> String? {
        guard word.utf8.count <= lengthLimit else { return nil }
        let plain = simplified(word)
        // One slip in a short word and two in a long one; of one or two letters nothing can be guessed.
        let limit = plain.count < 3 ? 0 : plain.count < 6 ? 1 : 2
        let distances = known.map { (word: $0, distance: distance(plain, simplified($0))) }
        return distances.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
    }

    /// Lower case, and without what separates words: `tcpFin`, `tcp-fin` and `tcp_fin` are the same.
    private static func simplified(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// How many characters have to be added, removed, replaced or swapped with their neighbour to make one word the
    /// other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var row = [index + 1]
            for (column, other) in right.enumerated() {
                let replaced = last[column] + (character == other ? 0 : 1)
                var steps = min(replaced, last[column + 1] + 1, row[column] + 1)
                if index > 0, column > 0, character == right[column - 1], other == left[index - 1] {
                    steps = min(steps, beforeLast[column - 1] + 1)
                }
                row.append(steps)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
