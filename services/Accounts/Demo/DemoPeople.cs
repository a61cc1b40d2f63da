using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.People;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Demo;

internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Makes the demo organisation and one person per role. Refused outside Development: everybody knows their password.</summary>
    public bool Enabled { get; set; }
}

/// <summary>The demo organisation, its people and the key of its pages exist before the first request. What is there already stays as it is; an agent of an older demo gets a name to sell under.</summary>
internal sealed partial class DemoPeople(
    IServiceScopeFactory scopes, Database database, IOptions<DemoOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<DemoPeople> logger) : IHostedService
{
    internal const string Password = "couture-demo-2026";

    // Any constant that no other lock in the database uses.
    private const long Lock = 0x64656d6f;

    // The agent sells as Burki, in every spelling of the demo's boards.
    private static readonly (string Name, string Email, string Role, string[] SalesNames)[] People =
    [
        ("Ada Admin", "admin@teg.example", Roles.Admin, []),
        ("Mara Manager", "manager@teg.example", Roles.Manager, []),
        ("Ari Agent", "agent@teg.example", Roles.Agent, ["Burki", "burki", "B. Akbulut", "Burki Akbulut"]),
        ("Vera Viewer", "viewer@teg.example", Roles.Viewer, []),
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                "Demo:Enabled is set, but the environment is not Development: the demo's password is public. Remove the setting, or set ASPNETCORE_ENVIRONMENT=Development.");
        }

        await using var connection = await database.OpenAsync(DemoOrganisation.Id, cancellationToken);
        // Two replicas starting at once: the second waits and finds everybody there.
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency)
            values (@Id, @Name, @TimeZone, @Currency)
            on conflict (org_id) do nothing
            """,
            new { DemoOrganisation.Id, DemoOrganisation.Name, DemoOrganisation.TimeZone, DemoOrganisation.Currency }, cancellationToken: cancellationToken));

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        foreach (var (name, email, role, salesNames) in People)
        {
            var user = await users.FindByEmailAsync(email) ?? await CreateAsync(users, name, email);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into accounts.membership as m (org_id, account_id, role, joined_at, sales_names)
                values (@orgId, @accountId, @role, @now, @salesNames)
                on conflict (org_id, account_id) do update set sales_names = excluded.sales_names where m.sales_names = '{}'
                """,
                new { orgId = DemoOrganisation.Id, accountId = user.Id, role, now = clock.GetUtcNow(), salesNames }, cancellationToken: cancellationToken));
        }

        // Pages of this machine may post enquiries. A key that somebody revoked stays revoked.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.site_key (org_id, id, name, origins, created_by, created_at)
            select @orgId, @id, 'Pages of this machine', '{http://localhost:8080,http://127.0.0.1:8080,http://localhost:5173}', m.account_id, @now
            from accounts.membership m
            where m.org_id = @orgId and m.role = @admin
            order by m.joined_at
            limit 1
            on conflict (org_id, id) do nothing
            """,
            new { orgId = DemoOrganisation.Id, id = DemoOrganisation.SiteKeyId, now = clock.GetUtcNow(), admin = Roles.Admin }, cancellationToken: cancellationToken));

        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(@Lock)", new { Lock }, cancellationToken: cancellationToken));
        LogReady(DemoOrganisation.Id, People.Length);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<User> CreateAsync(UserManager<User> users, string name, string email)
    {
        var now = clock.GetUtcNow();
        var user = new User { Id = Guid.CreateVersion7(now), Name = name, UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now };
        var result = await users.CreateAsync(user, Password);
        return result.Succeeded
            ? user
            : throw new InvalidOperationException($"A demo account could not be made: {string.Join(", ", result.Errors.Select(error => error.Code))}.");
    }

    [LoggerMessage(LogLevel.Information, "Demo organisation {OrgId} has {People} people")]
    private partial void LogReady(Guid orgId, int people);
}
