// Starts Swagger UI; a file of its own, so that no page needs a script within it.
"use strict";
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: place.dataset.openapi,
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
