/// Something that is found by a key of its own.
public protocol KeyedElement: Sendable {
    /// What the element is found by.
    associatedtype Key: Hashable & Sendable

    /// The key of the element.
    var key: Key { get }
}

extension KeyedElement {
    /// Lends the element where it stands: a copy would make what it holds be copied before it changes.
    fileprivate mutating func change<Failure>(_ body: (inout Self) throws(Failure) -> Void) throws(Failure) {
        try body(&self)
    }
}

/// A list in the order of insertion whose elements are found by their keys.
///
/// Finding, adding and removing take constant time however long the list is. A short list needs no more memory than
/// its elements; removal from a long one leaves a hole that is closed when holes outnumber elements.
public struct KeyedList<Key, Element: KeyedElement>: Sendable where Element.Key == Key {
    private var slots: [Element?] = []
    /// Where the elements of a long list are; empty for a short one.
    private var places: [Key: Int] = [:]
    /// The number of elements.
    public private(set) var count = 0

    // Looking at this many elements takes no longer than finding one by a hash.
    private static var shortLimit: Int { 16 }

    /// Creates an empty list.
    public init() {}

    /// Creates a list of elements; of two with the same key the later one counts, in the place of the first.
    public init(_ elements: some Sequence<Element>) {
        reserveCapacity(elements.underestimatedCount)
        for element in elements { self[element.key] = element }
    }

    /// Whether there are no elements.
    public var isEmpty: Bool { count == 0 }

    /// The element of a key.
    ///
    /// Setting nil removes it, a new key goes to the end, a known one keeps its place. An element is set by its own
    /// key.
    public subscript(key: Key) -> Element? {
        get { place(of: key).flatMap { slots[$0] } }
        set {
            guard let newValue else { return remove(key) }
            assert(newValue.key == key)
            if let place = place(of: key) {
                slots[place] = newValue
            } else {
                append(newValue)
            }
        }
    }

    /// Whether there is an element of a key.
    package func hasElement(of key: Key) -> Bool { place(of: key) != nil }

    /// Adds an element at the end unless there is one of its key.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    public mutating func insert(_ element: Element) -> Bool {
        guard !hasElement(of: element.key) else { return false }
        append(element)
        return true
    }

    /// Changes the element of a key in place, but not its key.
    ///
    /// - Returns: whether there is one.
    @discardableResult
    public mutating func modify<Failure>(
        _ key: Key,
        _ body: (inout Element) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        guard let place = place(of: key) else { return false }
        try slots[place]?.change(body)
        return true
    }

    /// Removes all elements.
    public mutating func removeAll() {
        self = KeyedList()
    }

    /// Makes room for a number of elements.
    package mutating func reserveCapacity(_ count: Int) {
        slots.reserveCapacity(count)
        if count > Self.shortLimit { places.reserveCapacity(count) }
    }

    private func place(of key: Key) -> Int? {
        // In a document the newest service is named time and again.
        let last = slots.count - 1
        if last >= 0, slots[last]?.key == key { return last }
        guard places.isEmpty else { return places[key] }
        for index in slots.indices where slots[index]?.key == key { return index }
        return nil
    }

    private mutating func append(_ element: Element) {
        slots.append(element)
        count += 1
        if !places.isEmpty {
            places[element.key] = slots.count - 1
        } else if slots.count > Self.shortLimit {
            notePlaces()
        }
    }

    private mutating func remove(_ key: Key) {
        guard let place = place(of: key) else { return }
        count -= 1
        guard !places.isEmpty else {
            slots.remove(at: place)
            return
        }
        slots[place] = nil
        places[key] = nil
        guard count * 2 < slots.count else { return }
        slots.removeAll { element in element == nil }
        notePlaces()
    }

    private mutating func notePlaces() {
        places = [:]
        guard slots.count > Self.shortLimit else { return }
        for (place, element) in slots.enumerated() { if let element { places[element.key] = place } }
    }
}

extension KeyedList: BidirectionalCollection {
    /// The place of an element.
    ///
    /// It stays valid until an element is removed.
    public struct Index: Comparable, Sendable {
        fileprivate var slot: Int

        /// Orders by place.
        public static func < (left: Index, right: Index) -> Bool { left.slot < right.slot }
    }

    /// The place of the first element.
    public var startIndex: Index { Index(slot: slots.firstIndex { $0 != nil } ?? slots.count) }

    /// The place after the last element.
    public var endIndex: Index { Index(slot: slots.count) }

    /// The next place.
    public func index(after index: Index) -> Index {
        var slot = index.slot + 1
        while slot < slots.count, slots[slot] == nil { slot += 1 }
        return Index(slot: slot)
    }

    /// The place before.
    public func index(before index: Index) -> Index {
        var slot = index.slot - 1
        while slots[slot] == nil { slot -= 1 }
        return Index(slot: slot)
    }

    /// The element at a place.
    public subscript(index: Index) -> Element {
        guard let element = slots[index.slot] else { preconditionFailure("the place of a removed element") }
        return element
    }

    /// The place of a key's element; nil if there is none.
    public func index(of key: Key) -> Index? { place(of: key).map(Index.init) }

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
