using Npgsql;

namespace Teg.Platform.ServiceDefaults.Tests.Tenancy;

public sealed class ConnectionStringTests
{
    private const string Injected = "Host=localhost;Port=8071;Username=postgres;Password=owner;Database=teg";

    [Fact]
    public void The_services_own_login_replaces_the_injected_one()
    {
        var connection = Build(new DatabaseOptions { Username = "sync", Password = "own", MaxPoolSize = 7 });

        connection.Username.ShouldBe("sync");
        connection.Password.ShouldBe("own");
        connection.Host.ShouldBe("localhost");
        connection.Port.ShouldBe(8071);
        connection.ApplicationName.ShouldBe("sync-service");
        connection.MaxPoolSize.ShouldBe(7);
        connection.SearchPath.ShouldBe("sync,warehouse");
        connection.Timezone.ShouldBe("UTC");
        connection.NoResetOnClose.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_login_of_its_own_the_injected_one_stays() => Build(new DatabaseOptions()).Password.ShouldBe("owner");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_developer_sees_the_values_of_a_failing_row(bool development) =>
        Build(new DatabaseOptions(), development).IncludeErrorDetail.ShouldBe(development);

    [Fact]
    public void A_missing_address_says_which_variable_is_missing() =>
        Should.Throw<InvalidOperationException>(() => DatabaseSetup.ConnectionString(null, new DatabaseOptions(), "sync", "sync", development: false))
            .Message.ShouldContain("ConnectionStrings__teg");

    private static NpgsqlConnectionStringBuilder Build(DatabaseOptions options, bool development = false) =>
        new(DatabaseSetup.ConnectionString(Injected, options, "sync-service", "sync", development));
}
