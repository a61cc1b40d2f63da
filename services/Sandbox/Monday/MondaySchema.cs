using System.Globalization;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>The subset of the vendor's schema 2026-10 that the Sandbox answers: names, types, defaults and nullability are the vendor's.</summary>
internal static class MondaySchema
{
    private static readonly string[] VersionNames = ["2026-04", "2026-07", "2026-10"];

    public static readonly Schema Current = Build();

    private static Schema Build()
    {
        InputType[] inputs =
        [
            .. Coercion.BuiltInScalars,
            new ScalarType("JSON", static value => value), new ScalarType("CompareValue", static value => value),
            new ScalarType("Date", static value => value as string), new ScalarType("ISO8601DateTime", static value => value as string),
            new EnumType("State", ["active", "all", "archived", "deleted"]), new EnumType("BoardKind", ["private", "public", "share"]),
            new EnumType("BoardsOrderBy", ["created_at", "used_at"]), new EnumType("UserKind", ["all", "guests", "non_guests", "non_pending"]),
            new EnumType("ItemsOrderByDirection", ["asc", "desc"]), new EnumType("ItemsQueryOperator", ["or", "and"]),
            new EnumType("ItemsQueryRuleOperator",
            [
                "any_of", "not_any_of", "is_empty", "is_not_empty", "greater_than", "greater_than_or_equals", "lower_than", "lower_than_or_equal", "between",
                "not_contains_text", "contains_text", "contains_terms", "starts_with", "ends_with", "within_the_next", "within_the_last",
            ]),
            new EnumType("WebhookEventType", MondayHooks.EventTypes),
            new EnumType("ColumnType",
            [
                "auto_number", "board_relation", "checkbox", "date", "dropdown", "email", "link", "long_text", "name", "numbers", "people", "phone", "status",
                "text", "timeline",
            ]),
            InputObjectType.Of("ItemsQueryRule", ("column_id", "ID!", null), ("compare_value", "CompareValue!", null), ("compare_attribute", "String", null),
                ("operator", "ItemsQueryRuleOperator", "any_of")),
            InputObjectType.Of("ItemsQueryOrderBy", ("column_id", "String!", null), ("direction", "ItemsOrderByDirection", "asc")),
            InputObjectType.Of("ItemsQuery", ("rules", "[ItemsQueryRule!]", null), ("operator", "ItemsQueryOperator", "and"),
                ("order_by", "[ItemsQueryOrderBy!]", null), ("ids", "[ID!]", null)),
            InputObjectType.Of("ItemsPageByColumnValuesQuery", ("column_id", "String!", null), ("column_values", "[String]!", null)),
        ];

        var columnValue = MondayColumnTypes.Interface();
        return new Schema(Query(), Mutation(), [.. MondayColumnTypes.Objects(), columnValue, .. BoardTypes(), .. AccountTypes()], inputs);
    }

    private static ObjectType Query() => new ObjectType("Query")
        .Has<MondayRequest>("boards", "[Board]", (request, arguments, _) => MondayReads.Boards(request, arguments), arguments => arguments.List("ids")?.Count ?? arguments.Int("limit", 25),
            ("ids", "[ID!]", null), ("limit", "Int", 25), ("page", "Int", 1), ("state", "State", "active"), ("board_kind", "BoardKind", null),
            ("workspace_ids", "[ID]", null), ("order_by", "BoardsOrderBy", null))
        .Has<MondayRequest>("items", "[Item]", (request, arguments, _) => MondayReads.Items(request, arguments), arguments => arguments.List("ids")?.Count ?? arguments.Int("limit", 25),
            ("ids", "[ID!]", null), ("limit", "Int", 25), ("page", "Int", 1), ("newest_first", "Boolean", null), ("exclude_nonactive", "Boolean", null))
        .Has<MondayRequest>("next_items_page", "ItemsResponse!", (request, arguments, _) => ItemsPage.Next(request.Account, request.Now, arguments.Int("limit", 25), arguments.Text("cursor")!),
            Limit, ("cursor", "String!", null), ("limit", "Int!", 25))
        .Has<MondayRequest>("items_page_by_column_values", "ItemsResponse!", (request, arguments, _) => MondayReads.ItemsByColumnValues(request, arguments), Limit,
            ("board_id", "ID!", null), ("columns", "[ItemsPageByColumnValuesQuery!]", null), ("cursor", "String", null), ("limit", "Int!", 25))
        .Has<MondayRequest>("webhooks", "[Webhook]", (request, arguments, _) => request.Writes.Hooks.Where(hook => MondayRequest.IdOf(hook.BoardId) == arguments.Text("board_id")), Ten,
            ("board_id", "ID!", null), ("app_webhooks_only", "Boolean", null))
        .Has<MondayRequest>("users", "[User!]", (_, arguments, _) => MondayReads.Users(arguments), Ten,
            ("ids", "[ID!]", null), ("limit", "Int", 200), ("page", "Int", 1), ("kind", "UserKind", null), ("emails", "[String!]", null), ("name", "String", null))
        .Has<MondayRequest>("me", "User", _ => MondayUser.Integration)
        .Has<MondayRequest>("account", "Account", request => request)
        .Has<MondayRequest>("complexity", "Complexity", request => request)
        .Has<MondayRequest>("version", "Version!", request => request.Version)
        .Has<MondayRequest>("versions", "[Version!]", _ => VersionNames);

    private static ObjectType Mutation() => new ObjectType("Mutation")
        .Has<MondayRequest>("complexity", "Complexity", request => request)
        .Has<MondayRequest>("create_item", "Item", (request, arguments, _) => request.Writes.CreateItem(request, arguments), null,
            ("board_id", "ID!", null), ("item_name", "String!", null), ("group_id", "String", null), ("column_values", "JSON", null), ("create_labels_if_missing", "Boolean", null))
        .Has<MondayRequest>("change_multiple_column_values", "Item", (request, arguments, _) => request.Writes.ChangeColumnValues(request, arguments), null,
            ("board_id", "ID!", null), ("item_id", "ID", null), ("column_values", "JSON!", null), ("create_labels_if_missing", "Boolean", null))
        .Has<MondayRequest>("change_column_value", "Item", (request, arguments, _) => request.Writes.ChangeColumnValue(request, arguments), null,
            ("board_id", "ID!", null), ("item_id", "ID", null), ("column_id", "String!", null), ("value", "JSON!", null), ("create_labels_if_missing", "Boolean", null))
        .Has<MondayRequest>("change_simple_column_value", "Item", (request, arguments, _) => request.Writes.ChangeSimpleColumnValue(request, arguments), null,
            ("board_id", "ID!", null), ("item_id", "ID", null), ("column_id", "String!", null), ("value", "String", null), ("create_labels_if_missing", "Boolean", null))
        .Has<MondayRequest>("create_update", "Update", (request, arguments, _) => request.Writes.CreateUpdate(request, arguments), null,
            ("body", "String!", null), ("item_id", "ID", null), ("parent_id", "ID", null))
        .Has<MondayRequest>("create_webhook", "Webhook", (request, arguments, _) => request.Writes.CreateWebhookAsync(request, arguments), null,
            ("board_id", "ID!", null), ("url", "String!", null), ("event", "WebhookEventType!", null), ("config", "JSON", null))
        .Has<MondayRequest>("delete_webhook", "Webhook", (request, arguments, _) => request.Writes.DeleteWebhook(request, arguments), null, ("id", "ID!", null));

    private static IEnumerable<OutputType> BoardTypes()
    {
        yield return new ObjectType("Board")
            .Has<Board>("id", "ID!", board => MondayRequest.IdOf(board.Id))
            .Has<Board>("name", "String!", board => board.Name)
            .Has<Board>("description", "String", _ => null)
            .Has<Board>("state", "State!", _ => "active")
            .Has<Board>("board_kind", "BoardKind!", _ => "public")
            .Has<Board>("type", "BoardObjectType", _ => "board")
            .Has<Board>("permissions", "String!", _ => "everyone")
            .Has<Board>("url", "String!", board => $"https://teg.monday.com/boards/{board.Id}")
            .Has<Board>("workspace_id", "ID", _ => null)
            .Has<Board>("created_at", "ISO8601DateTime", board => MondayRequest.Iso(board.CreatedAt))
            .Has<Board>("updated_at", "ISO8601DateTime", (board, _, context) => MondayReads.BoardUpdatedAt((MondayRequest)context, board))
            .Has<Board>("items_count", "Int", (board, _, context) => MondayReads.ItemsCount((MondayRequest)context, board))
            .Has<Board>("columns", "[Column]", (board, arguments, _) => MondayReads.Columns(board, arguments), Ten, ("ids", "[String]", null), ("types", "[ColumnType!]", null))
            .Has<Board>("groups", "[Group]", (board, arguments, _) => MondayReads.Groups(board, arguments), static _ => 2, ("ids", "[String]", null))
            .Has<Board>("top_group", "Group!", board => new GroupOnBoard(board, 0))
            .Has<Board>("activity_logs", "[ActivityLogType]", (board, arguments, context) => ActivityLogs.Read((MondayRequest)context, board, arguments), Limit,
                ("from", "ISO8601DateTime", null), ("to", "ISO8601DateTime", null), ("limit", "Int", 25), ("page", "Int", 1), ("column_ids", "[String]", null),
                ("group_ids", "[String]", null), ("item_ids", "[ID!]", null), ("user_ids", "[ID!]", null))
            .Has<Board>("items_page", "ItemsResponse!", (board, arguments, context) => MondayReads.ItemsPageOf((MondayRequest)context, board, arguments, group: null), Limit,
                ("limit", "Int!", 25), ("cursor", "String", null), ("query_params", "ItemsQuery", null), ("hierarchy_scope_config", "String", null));
        yield return new ObjectType("ItemsResponse")
            .Has<ItemsPage>("cursor", "String", page => page.Cursor)
            .Has<ItemsPage>("items", "[Item!]!", page => page.Items);
        yield return new ObjectType("Group")
            .Has<GroupOnBoard>("id", "ID!", group => group.Value.Id)
            .Has<GroupOnBoard>("title", "String!", group => group.Value.Title)
            .Has<GroupOnBoard>("color", "String!", group => group.Value.Color)
            .Has<GroupOnBoard>("position", "String!", group => ((group.Index + 1) * 65536).ToString(CultureInfo.InvariantCulture))
            .Has<GroupOnBoard>("archived", "Boolean", _ => false)
            .Has<GroupOnBoard>("deleted", "Boolean", _ => false)
            .Has<GroupOnBoard>("items_page", "ItemsResponse!", (group, arguments, context) => MondayReads.ItemsPageOf((MondayRequest)context, group.Board, arguments, group.Value.Id), Limit,
                ("limit", "Int!", 25), ("cursor", "String", null), ("query_params", "ItemsQuery", null), ("hierarchy_scope_config", "String", null));
        yield return new ObjectType("Column")
            .Has<BoardColumn>("id", "ID!", column => column.Id)
            .Has<BoardColumn>("title", "String!", column => column.Title)
            .Has<BoardColumn>("type", "ColumnType!", column => column.Type)
            .Has<BoardColumn>("description", "String", _ => null)
            .Has<BoardColumn>("width", "Int", _ => null)
            .Has<BoardColumn>("archived", "Boolean!", _ => false)
            .Has<BoardColumn>("revision", "String!", column => string.Create(CultureInfo.InvariantCulture, $"{(uint)column.Title.Length:x8}"))
            .Has<BoardColumn>("settings", "JSON", MondayColumnTypes.Settings)
            .Has<BoardColumn>("settings_str", "String!", MondayColumnTypes.SettingsText);
        yield return new ObjectType("Item")
            .Has<ItemSnapshot>("id", "ID!", item => MondayRequest.IdOf(item.Id))
            .Has<ItemSnapshot>("name", "String!", item => item.Name)
            .Has<ItemSnapshot>("state", "State", item => item.State)
            .Has<ItemSnapshot>("created_at", "Date", item => MondayRequest.Iso(item.CreatedAt))
            .Has<ItemSnapshot>("updated_at", "Date", item => MondayRequest.Iso(item.UpdatedAt))
            .Has<ItemSnapshot>("creator_id", "String!", _ => MondayRequest.IdOf(MondayUser.Integration.Id))
            .Has<ItemSnapshot>("email", "String!", item => $"pulse-{item.Id}@use1.mx.monday.example")
            .Has<ItemSnapshot>("url", "String!", item => $"https://teg.monday.com/boards/{item.Board.Id}/pulses/{item.Id}")
            .Has<ItemSnapshot>("relative_link", "String", item => $"/boards/{item.Board.Id}/pulses/{item.Id}")
            .Has<ItemSnapshot>("board", "Board", item => item.Board)
            .Has<ItemSnapshot>("group", "Group", item => new GroupOnBoard(item.Board, item.Group))
            .Has<ItemSnapshot>("column_values", "[ColumnValue!]!", (item, arguments, _) => MondayReads.ColumnValues(item, arguments), Ten,
                ("ids", "[String!]", null), ("types", "[ColumnType!]", null));
        yield return new ObjectType("ActivityLogType")
            .Has<ActivityLog>("id", "String!", log => log.Id)
            .Has<ActivityLog>("event", "String!", log => log.Event)
            .Has<ActivityLog>("entity", "String!", _ => "pulse")
            .Has<ActivityLog>("data", "String!", log => log.Data)
            .Has<ActivityLog>("user_id", "String!", log => log.UserId)
            .Has<ActivityLog>("account_id", "String!", _ => MondayAccount.AccountId)
            .Has<ActivityLog>("created_at", "String!", log => log.CreatedAt);
        yield return new ObjectType("Webhook")
            .Has<MondayHook>("id", "ID!", hook => MondayRequest.IdOf(hook.Id))
            .Has<MondayHook>("board_id", "ID!", hook => MondayRequest.IdOf(hook.BoardId))
            .Has<MondayHook>("event", "WebhookEventType!", hook => hook.Event)
            .Has<MondayHook>("config", "String", hook => hook.Config);
        yield return new ObjectType("Update")
            .Has<ItemUpdate>("id", "ID!", update => MondayRequest.IdOf(update.Id))
            .Has<ItemUpdate>("body", "String!", update => update.Body)
            .Has<ItemUpdate>("text_body", "String", update => update.Body)
            .Has<ItemUpdate>("item_id", "String", update => MondayRequest.IdOf(update.ItemId))
            .Has<ItemUpdate>("created_at", "Date", update => MondayRequest.Iso(update.At));
    }

    private static IEnumerable<OutputType> AccountTypes()
    {
        yield return new ObjectType("User")
            .Has<MondayUser>("id", "ID!", user => MondayRequest.IdOf(user.Id))
            .Has<MondayUser>("name", "String!", user => user.Name)
            .Has<MondayUser>("email", "String!", user => user.Email)
            .Has<MondayUser>("title", "String!", _ => "")
            .Has<MondayUser>("url", "String!", user => $"https://teg.monday.com/users/{user.Id}")
            .Has<MondayUser>("time_zone_identifier", "String", _ => World.California.Zone)
            .Has<MondayUser>("account", "Account!", (_, _, context) => context);
        yield return new ObjectType("Account")
            .Has<MondayRequest>("id", "ID!", _ => MondayAccount.AccountId)
            .Has<MondayRequest>("name", "String!", _ => "The Evans Group")
            .Has<MondayRequest>("slug", "String!", _ => "teg")
            .Has<MondayRequest>("tier", "String", _ => "enterprise")
            .Has<MondayRequest>("plan", "Plan", _ => new Plan(200, "yearly", "enterprise", 1));
        yield return new ObjectType("Plan")
            .Has<Plan>("max_users", "Int!", plan => plan.MaxUsers)
            .Has<Plan>("period", "String", plan => plan.Period)
            .Has<Plan>("tier", "String", plan => plan.Tier)
            .Has<Plan>("version", "Int!", plan => plan.Version);
        yield return new ObjectType("Complexity")
            .Has<MondayRequest>("before", "Int!", request => request.Complexity.Before)
            .Has<MondayRequest>("after", "Int!", request => request.Complexity.After)
            .Has<MondayRequest>("query", "Int!", request => request.Complexity.Query)
            .Has<MondayRequest>("reset_in_x_seconds", "Int!", request => request.Complexity.ResetInSeconds);
        yield return new ObjectType("Version")
            .Has<string>("value", "String!", version => version)
            .Has<string>("display_name", "String!", version => version)
            .Has<string>("kind", "VersionKind!", version => version switch { "2026-10" => "current", "2026-07" => "maintenance", "dev" => "dev", _ => "previous_maintenance" });
    }

    private sealed record Plan(int MaxUsers, string Period, string Tier, int Version);

    private static int Ten(Arguments arguments) => 10;

    private static int Limit(Arguments arguments) => Math.Max(1, arguments.Int("limit", 25));
}

/// <summary>A group together with the board it lies on.</summary>
internal sealed record GroupOnBoard(Board Board, int Index)
{
    public BoardGroup Value => Board.Groups[Index];
}
