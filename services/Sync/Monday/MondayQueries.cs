namespace Teg.Platform.Sync.Monday;

/// <summary>Every query this service owns, against API version 2026-10. Tests validate each against the vendor's schema.</summary>
internal static class MondayQueries
{
    private const string Cost = "complexity { before after query reset_in_x_seconds }";

    // text is null for mirrored and connected columns; what people see is their display_value.
    private const string ItemFields =
        """
        id name state created_at updated_at
        board { id }
        group { id title }
        column_values {
          id type text value
          column { title }
          ... on MirrorValue { display_value }
          ... on BoardRelationValue { display_value }
        }
        """;

    /// <summary>Who the token is: costs next to nothing and needs no board.</summary>
    public const string Me = $$"""query Me { {{Cost}} me { id name } }""";

    public const string Boards =
        $$"""
        query Boards($limit: Int!, $page: Int!) {
          {{Cost}}
          boards(limit: $limit, page: $page) {
            id name type updated_at items_count
            columns { id title type }
            activity_logs(limit: 1) { created_at }
          }
        }
        """;

    public const string FirstPage =
        $$"""
        query FirstPage($board: [ID!], $limit: Int!) {
          {{Cost}}
          boards(ids: $board) { items_page(limit: $limit) { cursor items { {{ItemFields}} } } }
        }
        """;

    public const string NextPage =
        $$"""
        query NextPage($cursor: String!, $limit: Int!) {
          {{Cost}}
          next_items_page(cursor: $cursor, limit: $limit) { cursor items { {{ItemFields}} } }
        }
        """;

    public const string Activity =
        $$"""
        query Activity($board: [ID!], $from: ISO8601DateTime, $limit: Int!, $page: Int!) {
          {{Cost}}
          boards(ids: $board) {
            items_count
            activity_logs(from: $from, limit: $limit, page: $page) { id event entity data created_at }
          }
        }
        """;

    public const string Items =
        $$"""
        query Items($board: [ID!], $ids: [ID!], $limit: Int!) {
          {{Cost}}
          boards(ids: $board) { id name type updated_at items_count columns { id title type } activity_logs(limit: 1) { created_at } }
          items(ids: $ids, limit: $limit, exclude_nonactive: true) { {{ItemFields}} }
        }
        """;

    public const string Webhooks =
        $$"""
        query Webhooks($board: ID!) {
          {{Cost}}
          webhooks(board_id: $board) { id event board_id }
        }
        """;

    public const string CreateWebhook =
        """
        mutation CreateWebhook($board: ID!, $url: String!, $event: WebhookEventType!) {
          create_webhook(board_id: $board, url: $url, event: $event) { id board_id }
        }
        """;

    public const string DeleteWebhook =
        """
        mutation DeleteWebhook($id: ID!) {
          delete_webhook(id: $id) { id }
        }
        """;

    public const string CreateItem =
        """
        mutation CreateItem($board: ID!, $name: String!) {
          create_item(board_id: $board, item_name: $name) { id }
        }
        """;

    public const string Rename =
        """
        mutation Rename($board: ID!, $item: ID!, $name: String!) {
          change_simple_column_value(board_id: $board, item_id: $item, column_id: "name", value: $name) { id }
        }
        """;

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Boards)] = Boards,
        [nameof(FirstPage)] = FirstPage,
        [nameof(NextPage)] = NextPage,
        [nameof(Activity)] = Activity,
        [nameof(Items)] = Items,
        [nameof(Webhooks)] = Webhooks,
        [nameof(CreateWebhook)] = CreateWebhook,
        [nameof(DeleteWebhook)] = DeleteWebhook,
        [nameof(CreateItem)] = CreateItem,
        [nameof(Rename)] = Rename,
    };
}
