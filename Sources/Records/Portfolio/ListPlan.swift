internal import Standard

/// How the columns of one list become columns of a dataset.
struct ListPlan: Sendable {
  let record: Int
  /// The columns after the shelter's label, in the file's order.
  let columns: [RowReader.Column]
  /// What is done with each of them.
  let steps: [Step]
  /// By field.
  let storage: [Storage]
  /// The field of each packed column and of each set.
  let packedFields: [Int]
  let setFields: [Int]

  /// Where the cells of a field go.
  enum Storage: Hashable, Sendable {
    /// A packed column, by its place among them.
    case packed(Int)
    case set(Int)
    /// A field with a detail beside its value, by its place among such.
    case wide(Int)
    /// The file has no such column.
    case absent
  }

  struct Step: Sendable {
    enum Kind: Hashable, Sendable {
      case id, date, code, number, age, reference, label, check, other
    }

    var kind: Kind
    /// The place of the packed column or the set.
    var slot: Int
    /// What a reference leads to; the list a code is from; the code of a check; the field of anything else.
    var detail: Int
    /// It fills a packed column.
    var isPacked: Bool { kind != .id && kind != .check && kind != .other }
    /// What an empty cell, and a cell that says none, becomes without further ado.
    var allowsBlank: Bool
    var allowsNone: Bool
  }

  init(record: Int, columns: [RowReader.Column], _ dictionary: DataDictionary) {
    self.record = record
    self.columns = columns
    let fields = dictionary.records[record].fields
    var storage = Array(repeating: Storage.absent, count: fields.count)
    var packed: [Int] = []
    var sets: [Int] = []
    var wide = 0
    func place(of field: Int) -> Storage {
      if storage[field] != .absent { return storage[field] }
      switch fields[field].kind {
      case .codes, .checks:
        storage[field] = .set(sets.count)
        sets.append(field)
      case .instant, .duration:
        storage[field] = .wide(wide)
        wide += 1
      default:
        storage[field] = .packed(packed.count)
        packed.append(field)
      }
      return storage[field]
    }
    steps = columns.map { column in
      switch column.kind {
      case .id: return Step(kind: .id, slot: 0, detail: 0, allowsBlank: false, allowsNone: false)
      case .check(let index, let code):
        guard case .set(let slot) = place(of: index) else {
          return Step(kind: .other, slot: 0, detail: index, allowsBlank: false, allowsNone: false)
        }
        return Step(
          kind: .check, slot: slot, detail: Int(code), allowsBlank: !fields[index].isRequired, allowsNone: false)
      case .field(let index):
        let field = fields[index]
        guard case .packed(let slot) = place(of: index) else {
          return Step(kind: .other, slot: 0, detail: index, allowsBlank: false, allowsNone: false)
        }
        var step = Step(
          kind: .label, slot: slot, detail: 0, allowsBlank: !field.isRequired, allowsNone: field.mayBeNone)
        switch field.kind {
        case .reference(let target): (step.kind, step.detail) = (.reference, target)
        case .code(let list): (step.kind, step.detail) = (.code, list)
        case .number: step.kind = .number
        case .date: step.kind = .date
        case .age: step.kind = .age
        default: break
        }
        return step
      }
    }
    self.storage = storage
    packedFields = packed
    setFields = sets
  }
}
