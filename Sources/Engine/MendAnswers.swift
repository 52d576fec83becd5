internal import Records
internal import Standard
internal import Values

// People: whom to ask again, and how.

extension Mender {
  mutating func answers(_ id: Int, _ node: AnswerNode, _ row: Int, _ wanted: Bool) -> Repair {
    guard wanted, let fields = dictionary.answers else { return .impossible }
    let type = dictionary.records[fields.record]
    guard case .code(let methods) = type.fields[fields.method].kind else { return .impossible }
    let tally = run.answers(node, shelter: row)
    let kind: Shortfall.Kind = tally.isConflict ? .conflict : run.verdicts[id][row] == 1 ? .notRecorded : .missing
    var heard: Set<Int32> = []
    var against: Set<Int32> = []
    for place in tally.rows {
      let cells = dossier.rows[fields.record][place].cells
      guard case .code(let method) = cells[fields.method], method.count == 1 else { continue }
      if case .code(let answer) = cells[fields.answer], answer.count == 1, Int(answer[0]) >= node.atLeast {
        heard.insert(method[0])
      } else {
        against.insert(method[0])
      }
    }
    var asked = Array(against).sorted()
    if tally.isConflict, let adjudication = node.adjudication { asked = [Int32(adjudication)] }
    for method in dictionary.lists[methods].codes.indices where heard.union(asked).count < node.methods {
      if method != node.adjudication, !heard.contains(Int32(method)), !asked.contains(Int32(method)) {
        asked.append(Int32(method))
      }
    }
    let edits = asked.map { method -> Edit in
      var cells = [Cell](repeating: .notCollected, count: type.fields.count)
      cells[fields.question] = .label(node.question)
      cells[fields.method] = .code([method])
      cells[fields.answer] = .code([Int32(node.atLeast)])
      cells[fields.date] = .days(asOf, asOf)
      for (place, field) in type.fields.enumerated() where field.isRequired && cells[place] == .notCollected {
        cells[place] = Mender.someValue(of: field, asOf: asOf) ?? .notCollected
      }
      newRows += 1
      return .append(record: fields.record, RecordRow(id: "NEW-\(type.id)-\(newRows)", cells: cells))
    }
    return Repair(
      parts: [
        Shortfall(
          kind: kind, what: "question \(node.question)", count: Int64(asked.count), of: Int64(node.methods),
          items: asked.map { dictionary.lists[methods].codes[Int($0)].id }, edits: edits,
          unknown: kind == .notRecorded
            ? [UnknownField(record: fields.record, field: fields.answer, rows: [node.question])] : [])
      ], isImpossible: edits.isEmpty)
  }
}
