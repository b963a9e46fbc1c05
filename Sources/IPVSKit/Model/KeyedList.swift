/// A list in the order of insertion whose elements are found by a key.
///
/// Finding, adding and removing take constant time however long the list is; removal leaves a hole that is
/// closed when holes outnumber elements.
public struct KeyedList<Key: Hashable & Sendable, Element: Sendable>: Sendable {
    private var slots: [Element?] = []
    private var places: [Key: Int] = [:]

    /// Creates an empty list.
    public init() {}

    /// The number of elements.
    public var count: Int { places.count }

    /// Whether there are no elements.
    public var isEmpty: Bool { places.isEmpty }

    /// The element of a key.
    ///
    /// Setting nil removes it, a new key goes to the end, a known one keeps its place.
    public subscript(key: Key) -> Element? {
        get { places[key].flatMap { slots[$0] } }
        set {
            guard let newValue else { return remove(key) }
            if let place = places[key] {
                slots[place] = newValue
            } else {
                places[key] = slots.count
                slots.append(newValue)
            }
        }
    }

    /// Changes the element of a key in place; does nothing if there is none.
    public mutating func modify<Failure>(
        _ key: Key,
        _ body: (inout Element) throws(Failure) -> Void
    ) throws(Failure) {
        guard let place = places[key], var element = slots[place] else { return }
        // The slot lets go of the element first, so that changing it does not copy what it holds.
        slots[place] = nil
        defer { slots[place] = element }
        try body(&element)
    }

    /// Removes all elements.
    public mutating func removeAll() {
        slots = []
        places = [:]
    }

    /// Makes room for a number of elements.
    package mutating func reserveCapacity(_ count: Int) {
        slots.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    private mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        slots[place] = nil
        guard slots.count > 16, places.count * 2 < slots.count else { return }
        closeHoles()
    }

    private mutating func closeHoles() {
        var moved: [Int: Int] = [:]
        var kept: [Element?] = []
        for (place, element) in slots.enumerated() where element != nil {
            moved[place] = kept.count
            kept.append(element)
        }
        slots = kept
        places = places.mapValues { moved[$0] ?? $0 }
    }
}

extension KeyedList: Sequence {
    /// Goes over the elements in their order.
    public func makeIterator() -> some IteratorProtocol<Element> {
        slots.lazy.compactMap { $0 }.makeIterator()
    }
}

extension KeyedList: Equatable where Element: Equatable {
    /// Two lists are equal if they have equal elements in the same order.
    public static func == (left: KeyedList, right: KeyedList) -> Bool {
        left.elementsEqual(right)
    }
}
