"""Programs that Guild AI has among its plugins, under their names there."""
