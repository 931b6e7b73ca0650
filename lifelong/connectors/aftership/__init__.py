"""AfterShip: parcels of many carriers, told by webhook."""
