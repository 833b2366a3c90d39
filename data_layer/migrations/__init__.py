"""The history of the schema. Run through `data_layer.commands.database`, which hands over the connection."""
