"""All that a desk has stored, so that a test can say what is nowhere in it."""

from sqlalchemy import Connection, MetaData

from tests.desk.world import World


async def everything(desk: World) -> str:
    """Every value of every row of every table, the lanes' and the ledger's too."""

    def all_rows(connection: Connection) -> str:
        schema = MetaData()
        schema.reflect(connection)
        rows = [row for table in schema.sorted_tables for row in connection.execute(table.select())]
        return "\n".join(map(repr, rows))

    return await desk.door.database.read(all_rows)
