using Aspire.Hosting;
using Npgsql;

namespace Teg.Platform.AppHost.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("teg-").FullName;

    [Fact]
    public async Task A_second_run_finds_the_data_and_the_password_of_the_first()
    {
        // As a clone below /root is: closed to the user that PostgreSQL runs as.
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await RunAsync("create table kept (id int); insert into kept values (7)");

        (await RunAsync("select id from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_half_initialised_folder_is_named_with_the_way_out()
    {
        var cluster = Directory.CreateDirectory(Path.Combine(folder, "postgres", "cluster")).FullName;
        await File.WriteAllTextAsync(Path.Combine(cluster, "PG_VERSION"), "15");

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => RunAsync("select 1"));

        failure.Message.ShouldContain($"{cluster} is only half initialised");
        failure.Message.ShouldContain("./teg up --fresh");
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_names_the_package()
    {
        var cluster = Directory.CreateDirectory(Path.Combine(folder, "postgres", "cluster")).FullName;
        await File.WriteAllTextAsync(Path.Combine(cluster, "PG_VERSION"), "9");
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "initialised"), "");

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => RunAsync("select 1"));

        failure.Message.ShouldContain("was made by PostgreSQL 9");
        failure.Message.ShouldContain("apt-get install -y postgresql-9");
    }

    public void Dispose()
    {
        if (new DirectoryInfo(Path.Combine(folder, "postgres")).LinkTarget is { } elsewhere)
        {
            Directory.Delete(Path.GetDirectoryName(elsewhere)!, recursive: true);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<object?> RunAsync(string sql)
    {
        var builder = Composition.New(folder);
        builder.AddPostgres("postgres").AddDatabase("teg");
        await using var app = builder.Build();
        await app.StartAsync();
        await using var connection = new NpgsqlConnection($"{app.GetConnectionString("teg")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
