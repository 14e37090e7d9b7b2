// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import OrderedCollections
import Services
import Values

/// What the requests of one sender have in common, and those of one batch.
struct CallSetting: Sendable {
    let workspace: Workspace
    let invocation: Invocation
    /// The absolute URL of the service document, with a slash at the end.
    let root: String
    let forms: AnswerForms
    var isInBatch = false
    /// Notes that one request stands for more than itself.
    var charge: @Sendable (Int) -> Void = { _ in }

    /// Answers a request; what goes wrong is an answer, too.
    func answer(_ request: APIRequest) async -> APIAnswer {
        do {
            let (call, resource) = try self.call(request)
            if request.method == .options {
                return .empty(headers: [
                    .allow: (try call.allowedMethods(resource) + ["OPTIONS"]).joined(separator: ", ")
                ])
            }
            if case .batch = resource, !isInBatch { return try await Batch(self, request).answer() }
            do {
                return try await call.answer(resource)
            } catch {
                throw call.options.located(APIError(error))
            }
        } catch {
            return APIError(error).answer(in: invocation.language)
        }
    }

    /// A request with what it names.
    ///
    /// - Throws: what is wrong with its URL, its method or its headers.
    func call(_ request: APIRequest) throws -> (Call, Resource) {
        let call = Call(
            workspace: workspace, invocation: invocation, root: root,
            options: try QueryOptions(request.query, reserved: invocation.model.reservedAliases), request: request,
            forms: forms, format: .minimal)
        let resource = try call.resource(try ResourcePath(request.path))
        guard resource.methods.contains(request.method.rawValue) || request.method == .options else {
            var error = APIError(
                .methodNotAllowed, "methodNotAllowed", "\(request.method.rawValue) is not allowed here.",
                "此处不允许 \(request.method.rawValue)。")
            error.headers[.allow] = try call.allowedMethods(resource).joined(separator: ", ")
            throw error
        }
        do throws(APIError) {
            try call.options.checkTexts()
        } catch {
            // Whoever may not do it is told that, and not what is wrong with an option.
            if try call.allowedMethods(resource).contains(request.method.rawValue) { throw error }
        }
        return (resource.isJSON ? try call.negotiated() : call, resource)
    }
}

extension Model {
    /// The names that expressions know with `@`.
    fileprivate var reservedAliases: Set<String> { Set(parameters.keys).union(["me", "old"]) }
}

extension Resource {
    /// Whether the answer is JSON whatever the client takes; the others look at that themselves.
    fileprivate var isJSON: Bool {
        switch self {
        case .metadata, .batch, .count, .value, .openAPI: false
        default: true
        }
    }
}

extension Call {
    fileprivate func negotiated() throws -> Call {
        var call = self
        call.format = try AnswerFormat(format: options["format"], headers: headers)
        return call
    }

    /// Answers what a path names.
    func answer(_ resource: Resource) async throws -> APIAnswer {
        switch resource {
        case .service: return serviceDocument()
        case .metadata: return try metadata()
        case .openAPI: return openAPI()
        case .entity: return try await answer(try self.resource(try entityPath()))
        case .reports: return reports()
        case .report(let name): return try await report(name)
        case .reportFile(let name, let format): return try await reportFile(name, format)
        case .metrics: return try await metrics()
        case .metric(let name): return try await metric(name)
        case .goals: return try await goals()
        case .events where request.method == .post: return try await receiveEvent()
        case .events: return events()
        case .mergeProposals(let entity): return try mergeProposals(entity)
        case .count(let set): return try await count(set)
        case .references(let set): return try references(set)
        case .reference(let address): return reference(address.entity, try address.existing())
        case .nothing: return .empty()
        case .records(let set) where request.method != .post: return try await list(set)
        case .record(let address) where request.method == .get || request.method == .head:
            return try read(address.entity, try address.existing())
        case .property(let address, let field) where request.method == .get || request.method == .head:
            return try property(field, of: address.entity, try address.existing())
        case .value(let address, let field): return try value(of: field, address.entity, try address.existing())
        case .operation(let address, .moves): return try moves(address.entity, try address.existing())
        case .operation(let address, .approvals): return try approvals(address.entity, try address.existing())
        case .operation(let address, .shares): return try shares(address.entity, try address.existing())
        case .operation(let address, .reveal): return try await reveal(address.entity, try address.existing())
        case .operation(let address, .askApproval):
            return try await askApproval(address.entity, try address.existing())
        case .operation(let address, .approve):
            return try await answerApproval(.approved, address.entity, try address.existing())
        case .operation(let address, .reject):
            return try await answerApproval(.rejected, address.entity, try address.existing())
        case .operation(let address, .withdrawApproval):
            return try await answerApproval(.withdrawn, address.entity, try address.existing())
        case .operation(let address, .refuseMerge):
            return try await refuseMerge(address.entity, try address.existing(), body: try request.members())
        case .batch: throw APIError.nestedBatch
        case .records, .record, .property, .operation:
            let change = try change(resource)
            let outcome = try await workspace.perform([change.change], invocation)
            return try change.answer(outcome[0])
        }
    }

    private func entityPath() throws -> ResourcePath {
        guard let address = options["id"], let record = ResourcePath.record(address) else {
            throw APIError(
                .badRequest, "badOption", "$entity needs the option $id with the address of a record.",
                "$entity 需要用 $id 给出记录地址。", target: "$id")
        }
        let key = record.key.texts.map { "\($0)=\(percentEncoded($1))" }.joined(separator: ",")
        return try ResourcePath("\(record.entity)(\(key))")
    }
}
