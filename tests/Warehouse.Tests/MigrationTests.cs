using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Teg.Platform.Warehouse.Migrating;

namespace Teg.Platform.Warehouse.Tests;

public sealed class MigrationTests(Postgres postgres)
{
    private Migrator Migrator => new(postgres.Server.Owner, NullLogger<Migrator>.Instance);

    [Fact]
    public async Task Applying_twice_changes_nothing()
    {
        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();
        var before = await LedgerAsync();

        await Migrator.ApplyAsync(Migration.All(), CancellationToken.None);

        (await LedgerAsync()).ShouldBe(before);
        before.Count.ShouldBe(Migration.All().Count);

        async Task<List<(string Name, DateTime AppliedAt)>> LedgerAsync() =>
            (await connection.QueryAsync<(string, DateTime)>("select name, applied_at from warehouse.migration order by name")).AsList();
    }

    [Fact]
    public async Task Two_programs_at_once_apply_a_migration_once()
    {
        var migrations = Migration.All().Append(new Migration("99990101_once", "create table warehouse.made_once (id int)")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.ApplyAsync(migrations, CancellationToken.None)));

        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("drop table warehouse.made_once; delete from warehouse.migration where name = '99990101_once'");
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_and_names_itself()
    {
        var broken = new Migration("99990101_broken", "create table warehouse.half (id int); select 1/0");

        var failure = await Should.ThrowAsync<MigrationFailedException>(() => Migrator.ApplyAsync([.. Migration.All(), broken], CancellationToken.None));

        failure.Message.ShouldContain("99990101_broken");
        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<string?>("select to_regclass('warehouse.half')::text")).ShouldBeNull();
    }

    [Fact]
    public async Task An_edited_migration_is_refused()
    {
        var all = Migration.All();
        var edited = all[0] with { Sql = all[0].Sql + "\n-- edited" };

        var failure = await Should.ThrowAsync<MigrationFailedException>(() => Migrator.ApplyAsync([new Migration(edited.Name, edited.Sql)], CancellationToken.None));

        failure.Message.ShouldContain(edited.Name);
    }
}
