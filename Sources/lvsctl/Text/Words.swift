import IPVSKit

// Words for messages.

/// `1 change`, `2 changes`.
func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}

/// `a, b or c`, with any word in the place of `or`.
func listed(_ words: [String], _ conjunction: String) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// Puts a word of the user between quotes, with everything replaced that could upset a terminal or a line.
func quoted(_ word: String) -> String {
    var text = "'"
    for scalar in word.printable.unicodeScalars {
        text.unicodeScalars.append(scalar)
        guard text.utf8.count < 120 else { return text + "…'" }
    }
    return text + "'"
}
