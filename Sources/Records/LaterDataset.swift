public import Values

extension Dataset {
  /// The same columns as another day sees them.
  ///
  /// Only right where every list was taken before both days, or on or after both: whether “none” may have changed since
  /// is in the columns.
  public init(_ base: Dataset, asOf: CalendarDate) {
    self.asOf = asOf
    shelters = base.shelters
    tables = base.tables
    holidays = base.holidays
    labels = base.labels
  }
}

extension Dossier {
  /// The same records with every list kept up, as if it were taken anew on a later day and nothing had
  /// happened meanwhile.
  public func kept(until day: CalendarDate) -> Dossier {
    var copy = self
    for (index, collection) in collections.enumerated() where collection.extent != .absent {
      guard let taken = collection.taken ?? asOf else { continue }
      copy.collections[index].taken = max(taken, day)
      if let to = collection.to, to >= taken { copy.collections[index].to = max(to, day) }
    }
    return copy
  }
}
